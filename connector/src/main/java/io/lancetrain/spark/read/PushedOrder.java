package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ColumnOrder;
import io.lancetrain.spark.read.PlainColumns.PlainColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.SortOrder;

/** Spark's orders that Lance keeps exactly: of columns that both sort alike. */
final class PushedOrder {
  /**
   * Lance keeps the first rows in a heap, in memory that Spark does not count, and the more rows it
   * holds the slower it is: Spark's own sort is faster for a million.
   */
  private static final long MOST_ROWS = 10_000;

  private final PlainColumns columns;

  PushedOrder(PlainColumns columns) {
    this.columns = columns;
  }

  /** The order for Lance; empty where Spark has to sort on its own. */
  Optional<List<ColumnOrder>> of(SortOrder[] orders, long limit) {
    if (limit > MOST_ROWS) {
      return Optional.empty();
    }
    List<ColumnOrder> translated = new ArrayList<>();
    for (SortOrder order : orders) {
      Optional<PlainColumn> column = columns.of(order.expression());
      if (column.isEmpty()) {
        return Optional.empty();
      }
      translated.add(new ColumnOrder(column.get().name(), order.direction(), order.nullOrdering()));
    }
    return Optional.of(List.copyOf(translated));
  }
}
