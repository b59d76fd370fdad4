package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;

/** Timestamps and durations in seconds or milliseconds as Spark's microseconds. */
final class ScaledTimeVector extends CheckedVector {
  private final long microsPerUnit;

  ScaledTimeVector(String column, DataType type, ArrowArrayView array, long microsPerUnit) {
    super(column, type, array);
    this.microsPerUnit = microsPerUnit;
  }

  @Override
  public long getLong(int row) {
    long value = stored(row);
    long micros = value * microsPerUnit;
    // The product is exact if its high half is only the sign of its low half.
    if (Math.multiplyHigh(value, microsPerUnit) == micros >> 63) {
      return micros;
    }
    return refused(
        row,
        value + (microsPerUnit == 1_000_000 ? " s" : " ms"),
        "in microseconds it does not fit in 64 bits. Leave the column out of the query.");
  }
}
