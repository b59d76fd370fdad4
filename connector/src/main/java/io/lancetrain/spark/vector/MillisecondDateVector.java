package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;

/** Dates in milliseconds (Arrow's date64) as days; those that are no whole day are refused. */
final class MillisecondDateVector extends CheckedVector {
  private static final long MILLIS_PER_DAY = 86_400_000;

  MillisecondDateVector(String column, DataType type, ArrowArrayView array) {
    super(column, type, array);
  }

  @Override
  public int getInt(int row) {
    long millis = stored(row);
    long days = millis / MILLIS_PER_DAY;
    if (days * MILLIS_PER_DAY == millis && days == (int) days) {
      return (int) days;
    }
    return refused(
        row,
        millis + " ms",
        "it is no whole number of days of 32 bits. Leave the column out of the query.");
  }
}
