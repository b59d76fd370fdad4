package io.lancetrain.spark.dataset;

import java.io.Serializable;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;

/**
 * One column of an order.
 *
 * @param column the column, or the dotted path to a field of a struct
 * @param direction whether the least or the greatest value comes first
 * @param nulls where nulls come, whatever the direction
 */
public record ColumnOrder(String column, SortDirection direction, NullOrdering nulls)
    implements Serializable {

  @Override
  public String toString() {
    return column + " " + direction + " " + nulls;
  }
}
