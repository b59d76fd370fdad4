package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.ValueRange;
import io.lancetrain.spark.dataset.ZoneMaps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.expressions.FieldReference;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The bounds of a column over all fragments of a scan, for Spark's cost-based optimizer.
 *
 * @param least no value is less, as Spark holds values
 * @param greatest no value is greater
 * @param nulls how many values are null at most
 */
record ColumnBounds(Object least, Object greatest, long nulls) implements ColumnStatistics {

  /** Those of the columns of which every fragment has a zone map. */
  static Map<NamedReference, ColumnStatistics> of(
      StructType columns, List<FragmentSummary> fragments, ZoneMaps zoneMaps) {
    Map<NamedReference, ColumnStatistics> known = new HashMap<>();
    for (StructField column : columns.fields()) {
      Optional<ValueRange> range = zoneMaps.range(column.name(), fragments);
      range.ifPresent(
          bounds ->
              known.put(
                  FieldReference.column(column.name()),
                  new ColumnBounds(
                      SparkValues.of(bounds.least(), column.dataType()),
                      SparkValues.of(bounds.greatest(), column.dataType()),
                      bounds.nulls())));
    }
    return known;
  }

  @Override
  public Optional<Object> min() {
    return Optional.of(least);
  }

  @Override
  public Optional<Object> max() {
    return Optional.of(greatest);
  }

  @Override
  public OptionalLong nullCount() {
    return OptionalLong.of(nulls);
  }
}
