package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.NativeAggregation;
import io.lancetrain.spark.dataset.NativeAggregation.GroupKey;
import io.lancetrain.spark.dataset.NativeAggregation.Measure;
import io.lancetrain.spark.read.PlainColumns.PlainColumn;
import io.lancetrain.spark.read.PushedGroups.Merging;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An aggregation of Spark, column by column.
 *
 * @param keys the columns of {@code GROUP BY}
 * @param measures the functions
 */
record AggregationTranslator(List<PlainColumn> keys, List<PushedMeasure> measures) {

  /**
   * The aggregation for Lance; empty where it does not give Spark's answer to the whole of it.
   *
   * @param columns of the table
   * @param functions translates the functions
   */
  static Optional<PushedGroups> translate(
      Aggregation aggregation, PlainColumns columns, MeasureTranslator functions) {
    Optional<List<PlainColumn>> keys = all(aggregation.groupByExpressions(), columns::of);
    Optional<List<PushedMeasure>> measures =
        all(aggregation.aggregateExpressions(), functions::translate);
    return keys.isPresent() && measures.isPresent()
        ? Optional.of(new AggregationTranslator(keys.get(), measures.get()).groups())
        : Optional.empty();
  }

  private static <T, R> Optional<List<R>> all(T[] parts, Function<T, Optional<R>> translation) {
    List<R> translated = Stream.of(parts).map(translation).flatMap(Optional::stream).toList();
    return translated.size() == parts.length ? Optional.of(translated) : Optional.empty();
  }

  private PushedGroups groups() {
    List<StructField> fields = new ArrayList<>();
    List<GroupKey> nativeKeys = new ArrayList<>();
    for (PlainColumn key : keys) {
      String name = unique(key.name(), fields);
      nativeKeys.add(new GroupKey(name, key.position()));
      fields.add(DataTypes.createStructField(name, key.type(), true));
    }
    List<Measure> nativeMeasures = new ArrayList<>();
    for (PushedMeasure measure : measures) {
      String name = unique(measure.text(), fields);
      nativeMeasures.add(measure.measure(name));
      fields.add(DataTypes.createStructField(name, measure.type(), measure.isNullable()));
    }
    return new PushedGroups(
        new NativeAggregation(List.copyOf(nativeKeys), List.copyOf(nativeMeasures)),
        new StructType(fields.toArray(StructField[]::new)),
        columns(),
        merging(),
        text());
  }

  /** A name that no other column of the answer has. */
  private static String unique(String name, List<StructField> before) {
    return name + " " + before.size();
  }

  private Set<String> columns() {
    return Stream.concat(
            keys.stream(), measures.stream().flatMap(measure -> measure.column().stream()))
        .map(PlainColumn::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Merging merging() {
    return measures.stream().allMatch(measure -> measure.merging() == Merging.BY_SPARK)
        ? Merging.BY_SPARK
        : Merging.IMPOSSIBLE;
  }

  private String text() {
    List<String> functions = measures.stream().map(PushedMeasure::text).toList();
    return keys.isEmpty()
        ? functions.toString()
        : functions + " by " + keys.stream().map(PlainColumn::name).toList();
  }
}
