package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;

/** Arrow's null type: no buffers, every slot null. */
final class NullVector extends ArrowVector {
  NullVector(DataType type, ArrowArrayView array) {
    super(type, array, 0);
  }

  @Override
  public int numNulls() {
    return length();
  }

  @Override
  public boolean isNullAt(int row) {
    return true;
  }
}
