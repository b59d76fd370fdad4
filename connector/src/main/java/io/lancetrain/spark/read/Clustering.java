package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.ValueRange;
import io.lancetrain.spark.dataset.ZoneMaps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;

/**
 * A column of which every fragment holds one value. Spark joins and groups by it without a shuffle.
 *
 * @param column its name
 * @param values the value in each fragment, as Spark holds it
 */
record Clustering(String column, Map<Integer, Object> values) {

  /** The first of these columns of which that is known for every fragment. */
  static Optional<Clustering> of(
      StructField[] columns, List<FragmentSummary> fragments, ZoneMaps zoneMaps) {
    return fragments.isEmpty()
        ? Optional.empty()
        : Stream.of(columns)
            .flatMap(column -> of(column, fragments, zoneMaps).stream())
            .findFirst();
  }

  private static Optional<Clustering> of(
      StructField column, List<FragmentSummary> fragments, ZoneMaps zoneMaps) {
    Map<Integer, Object> values = new HashMap<>();
    for (FragmentSummary fragment : fragments) {
      Optional<ValueRange> range = zoneMaps.range(column.name(), fragment.id());
      if (range.isEmpty() || !range.get().isOneValue()) {
        return Optional.empty();
      }
      values.put(fragment.id(), SparkValues.of(range.get().least(), column.dataType()));
    }
    return Optional.of(new Clustering(column.name(), values));
  }

  /** The key of the partitions that read this fragment. */
  InternalRow key(int fragment) {
    return new GenericInternalRow(new Object[] {values.get(fragment)});
  }

  /** How many keys there are. */
  int size() {
    return Math.toIntExact(values.values().stream().distinct().count());
  }
}
