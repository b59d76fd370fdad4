package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.NativeAggregation.AggregateFunction;
import io.lancetrain.spark.dataset.NativeAggregation.Measure;
import io.lancetrain.spark.read.PlainColumns.PlainColumn;
import io.lancetrain.spark.read.PushedGroups.Merging;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * A function that Lance computes as Spark does.
 *
 * @param function the function
 * @param column its argument; empty for a count of rows
 * @param type of the result
 * @param merging whether Spark merges the results of tasks exactly
 */
record PushedMeasure(
    AggregateFunction function, Optional<PlainColumn> column, DataType type, Merging merging) {

  /** As a plan shows it. */
  String text() {
    String argument = column.map(PlainColumn::name).orElse("*");
    return switch (function) {
      case COUNT -> "count(" + argument + ")";
      case COUNT_DISTINCT -> "count(distinct " + argument + ")";
      case SUM -> "sum(" + argument + ")";
      case MIN -> "min(" + argument + ")";
      case MAX -> "max(" + argument + ")";
    };
  }

  /** As Lance takes it. */
  Measure measure(String name) {
    return new Measure(name, function, column.map(PlainColumn::position).stream().toList());
  }

  /** Whether there is a result without rows. */
  boolean isNullable() {
    return !List.of(AggregateFunction.COUNT, AggregateFunction.COUNT_DISTINCT).contains(function);
  }
}
