package io.lancetrain.spark.dataset;

import java.io.Serializable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which rows a native scan returns.
 *
 * @param condition a condition in Lance's SQL; empty for every row
 */
public record RowFilter(String condition) implements Serializable {
  /** Every row. */
  public static final RowFilter NONE = new RowFilter("");

  /**
   * Every row, said as a condition: Lance reads the wide columns of a filtered scan late, when it
   * knows which rows an order and a limit leave, and those of another scan at once.
   */
  public static final RowFilter EVERY_ROW = new RowFilter("_rowaddr >= 0");

  /** Whether it lets every row through. */
  public boolean isNone() {
    return condition.isEmpty();
  }

  /** The rows that pass both. */
  public RowFilter and(RowFilter other) {
    return new RowFilter(
        Stream.of(this, other)
            .filter(filter -> !filter.isNone())
            .map(filter -> "(" + filter.condition() + ")")
            .collect(Collectors.joining(" AND ")));
  }
}
