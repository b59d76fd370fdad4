package io.lancetrain.spark.dataset;

import java.io.Serializable;
import java.util.List;

/**
 * How many of the rows that pass the filter a native scan returns, and which of them.
 *
 * @param order the first rows in this order are returned, in it; empty for any rows
 * @param limit about so many rows at most: batches end where Lance cuts them; {@link #ALL} has no
 *     limit
 */
public record FirstRows(List<ColumnOrder> order, long limit) implements Serializable {
  /** Every row, in the table's order. */
  public static final FirstRows ALL = new FirstRows(List.of(), Long.MAX_VALUE);

  /** Whether some rows may be left out. */
  public boolean isLimited() {
    return limit < Long.MAX_VALUE;
  }
}
