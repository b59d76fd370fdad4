package io.lancetrain.spark.read;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;

/**
 * What a scan says of its size before it runs, so that Spark broadcasts small tables.
 *
 * @param rows rows of the fragments that are read
 * @param rowBytes bytes of a row with the columns that are read
 * @param columns what is known of columns
 */
record ScanStatistics(long rows, long rowBytes, Map<NamedReference, ColumnStatistics> columns)
    implements Statistics {
  @Override
  public OptionalLong sizeInBytes() {
    return OptionalLong.of(Math.max(1, bytes()));
  }

  /** What is read. */
  long bytes() {
    return rows * rowBytes;
  }

  @Override
  public OptionalLong numRows() {
    return OptionalLong.of(rows);
  }

  @Override
  public Map<NamedReference, ColumnStatistics> columnStats() {
    return columns;
  }
}
