package io.lancetrain.spark.training;

import io.lancetrain.spark.write.LanceWriteBuilder;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The format under which rows that are arranged already are written: Spark runs the write as any
 * other, with its tasks, retries and metrics. Nobody names it but {@link #write}.
 */
public final class PreparedRows implements TableProvider {
  private static final String TOKEN = "token";
  private static final Map<String, Prepared> PREPARED = new ConcurrentHashMap<>();

  /** What a write of prepared rows does. */
  private record Prepared(String table, Function<LogicalWriteInfo, LanceWriteBuilder> builder) {}

  /** Writes the rows by the builder that is made for them; ends when they are committed. */
  static void write(
      String table, Dataset<Row> rows, Function<LogicalWriteInfo, LanceWriteBuilder> builder) {
    String token = UUID.randomUUID().toString();
    PREPARED.put(token, new Prepared(table, builder));
    try {
      rows.write().format(PreparedRows.class.getName()).option(TOKEN, token).mode("append").save();
    } finally {
      PREPARED.remove(token);
    }
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return new StructType();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new PreparedTable(PREPARED.get(properties.get(TOKEN)), schema);
  }

  private record PreparedTable(Prepared prepared, StructType rows) implements SupportsWrite {
    @Override
    public String name() {
      return prepared.table();
    }

    @Override
    @Deprecated
    public StructType schema() {
      return rows;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return EnumSet.of(TableCapability.BATCH_WRITE, TableCapability.ACCEPT_ANY_SCHEMA);
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
      return prepared.builder().apply(info);
    }
  }
}
