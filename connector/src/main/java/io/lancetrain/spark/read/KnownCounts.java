package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.TableVersion;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.StructType;

/** Counts that the manifest answers: one row, which no task has to read. */
final class KnownCounts implements LocalScan {
  private final TableVersion version;
  private final PushedCounts counts;
  private final long rows;

  KnownCounts(TableVersion version, PushedCounts counts, long rows) {
    this.version = version;
    this.counts = counts;
    this.rows = rows;
  }

  @Override
  public InternalRow[] rows() {
    Object[] values = new Object[counts.counts().size()];
    Arrays.fill(values, rows);
    return new InternalRow[] {new GenericInternalRow(values)};
  }

  @Override
  public StructType readSchema() {
    return counts.schema();
  }

  @Override
  public String description() {
    return String.format(
        "lance %s, version %d, %s from the manifest", version.location(), version.number(), counts);
  }
}
