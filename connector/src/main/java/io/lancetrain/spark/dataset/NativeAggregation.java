package io.lancetrain.spark.dataset;

import java.io.Serializable;
import java.util.List;

/**
 * What a native scan returns in place of its rows: one row for each group of rows with equal keys,
 * or a single row where there are no keys, even if no row was read. Null is a key like any other.
 *
 * <p>Lance holds the groups of a scan in native memory until it has read all rows.
 *
 * @param keys what the rows are grouped by
 * @param measures what is computed of the rows of each group
 */
public record NativeAggregation(List<GroupKey> keys, List<Measure> measures)
    implements Serializable {
  /** No aggregation: the scan returns its rows. */
  public static final NativeAggregation NONE = new NativeAggregation(List.of(), List.of());

  /** The functions, under the names by which Substrait knows them. */
  public enum AggregateFunction {
    /** Rows, or the values of a column that are not null, as an int64. */
    COUNT(1, "count"),
    /** Different values that are not null, as an int64. */
    COUNT_DISTINCT(2, "count"),
    /**
     * An int64 for integers, which overflows in silence; for a decimal one with ten more digits.
     */
    SUM(3, "sum"),
    /** The least value that is not null, of the column's type. */
    MIN(4, "min"),
    /** The greatest value that is not null, of the column's type. */
    MAX(5, "max");

    private final int anchor;
    private final String substraitName;

    AggregateFunction(int anchor, String substraitName) {
      this.anchor = anchor;
      this.substraitName = substraitName;
    }

    /** How a plan refers to it. */
    int anchor() {
      return anchor;
    }

    String substraitName() {
      return substraitName;
    }
  }

  /**
   * A column that rows are grouped by.
   *
   * @param name of the column that the scan returns
   * @param column the position of the column in the table's schema
   */
  public record GroupKey(String name, int column) implements Serializable {}

  /**
   * A function over the rows of a group.
   *
   * @param name of the column that the scan returns
   * @param function the function
   * @param arguments the positions of its columns in the table's schema; none for a count of rows
   */
  public record Measure(String name, AggregateFunction function, List<Integer> arguments)
      implements Serializable {}

  /** Whether the scan returns its rows as they are. */
  public boolean isNone() {
    return keys.isEmpty() && measures.isEmpty();
  }
}
