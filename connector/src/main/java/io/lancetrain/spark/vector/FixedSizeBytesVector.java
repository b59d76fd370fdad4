package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Binaries that all have the same length. */
final class FixedSizeBytesVector extends ArrowVector {
  private final long data;
  private final int width;

  FixedSizeBytesVector(DataType type, ArrowArrayView array, int width) {
    super(type, array);
    this.data = array.buffer(1) + array.offset() * width;
    this.width = width;
  }

  @Override
  public byte[] getBinary(int row) {
    if (isNullAt(row)) {
      return null;
    }
    byte[] value = new byte[width];
    Platform.copyMemory(null, data + (long) width * row, value, Platform.BYTE_ARRAY_OFFSET, width);
    return value;
  }
}
