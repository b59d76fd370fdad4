package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;

/** Booleans, one bit each. */
final class BooleanVector extends ArrowVector {
  private final long bits;
  private final long firstBit;

  BooleanVector(DataType type, ArrowArrayView array) {
    super(type, array);
    this.bits = array.buffer(1);
    this.firstBit = array.offset();
  }

  @Override
  public boolean getBoolean(int row) {
    return bit(bits, firstBit + row);
  }
}
