package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ColumnOrder;
import java.io.Serializable;
import java.util.List;

/**
 * Which rows of a scan Spark wants, besides a filter.
 *
 * @param order the order of which the window keeps the first rows; empty for the table's order
 * @param window which of the rows
 */
record PushedRows(List<ColumnOrder> order, RowWindow window) implements Serializable {
  static final PushedRows ALL = new PushedRows(List.of(), RowWindow.ALL);

  boolean isAll() {
    return equals(ALL);
  }

  PushedRows limited(long rows) {
    return new PushedRows(order, window.limited(rows));
  }

  PushedRows without(long rows) {
    return new PushedRows(order, window.without(rows));
  }

  PushedRows firstBy(List<ColumnOrder> newOrder, long rows) {
    return new PushedRows(newOrder, window.limited(rows));
  }

  @Override
  public String toString() {
    if (isAll()) {
      return "all";
    }
    return order.isEmpty() ? window.toString() : window + " by " + order;
  }
}
