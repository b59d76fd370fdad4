package io.lancetrain.spark.read;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.StructType;

/** The answer to an aggregation that the driver knows, so that no task has to read. */
final class KnownAnswer implements LocalScan {
  private final StructType schema;
  private final List<InternalRow> rows;
  private final String description;

  KnownAnswer(StructType schema, List<InternalRow> rows, String description) {
    this.schema = schema;
    this.rows = rows;
    this.description = description;
  }

  @Override
  public InternalRow[] rows() {
    return rows.toArray(InternalRow[]::new);
  }

  @Override
  public StructType readSchema() {
    return schema;
  }

  @Override
  public String description() {
    return description;
  }
}
