package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;

/** Unsigned integers of 8 bytes as longs; those of 2^63 and above are refused. */
final class UnsignedLongVector extends CheckedVector {
  UnsignedLongVector(String column, DataType type, ArrowArrayView array) {
    super(column, type, array);
  }

  @Override
  public long getLong(int row) {
    long value = stored(row);
    if (value >= 0) {
      return value;
    }
    return refused(
        row,
        Long.toUnsignedString(value),
        "the largest bigint is 9223372036854775807. Leave the column out of the query.");
  }
}
