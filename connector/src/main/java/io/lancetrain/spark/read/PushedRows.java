package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ColumnOrder;
import java.io.Serializable;
import java.util.List;

/**
 * Which rows of a scan Spark wants, besides a filter. The sample is taken before the filter, the
 * order and the window after it.
 *
 * @param sample the share of the table's rows that all the rest is about
 * @param order the order of which the window keeps the first rows; empty for the table's order
 * @param window which of the rows
 */
record PushedRows(TableSample sample, List<ColumnOrder> order, RowWindow window)
    implements Serializable {
  static final PushedRows ALL = new PushedRows(TableSample.WHOLE, List.of(), RowWindow.ALL);

  boolean isAll() {
    return equals(ALL);
  }

  PushedRows limited(long rows) {
    return new PushedRows(sample, order, window.limited(rows));
  }

  PushedRows without(long rows) {
    return new PushedRows(sample, order, window.without(rows));
  }

  PushedRows firstBy(List<ColumnOrder> newOrder, long rows) {
    return new PushedRows(sample, newOrder, window.limited(rows));
  }

  /** A share of all rows. */
  static PushedRows sampled(TableSample sample) {
    return new PushedRows(sample, List.of(), RowWindow.ALL);
  }

  boolean isSample() {
    return !sample.isWhole();
  }

  /** About how many of a table's rows are wanted. */
  long rowsOf(long tableRows) {
    return window.rowsOf(Math.round(tableRows * sample.share()));
  }

  @Override
  public String toString() {
    if (isAll()) {
      return "all";
    }
    if (isSample()) {
      return sample.toString();
    }
    return order.isEmpty() ? window.toString() : window + " by " + order;
  }
}
