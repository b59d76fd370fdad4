package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/**
 * Unsigned integers of 1, 2 or 4 bytes as Spark's signed integers of twice the width. As in {@link
 * PlainVector}, the Spark type decides which getter is called.
 */
final class UnsignedVector extends ArrowVector {
  private final long data;

  UnsignedVector(DataType type, ArrowArrayView array, int width) {
    super(type, array);
    this.data = array.buffer(1) + array.offset() * width;
  }

  @Override
  public short getShort(int row) {
    return (short) Byte.toUnsignedInt(Platform.getByte(null, data + row));
  }

  @Override
  public int getInt(int row) {
    return Short.toUnsignedInt(Platform.getShort(null, data + 2L * row));
  }

  @Override
  public long getLong(int row) {
    return Integer.toUnsignedLong(Platform.getInt(null, data + 4L * row));
  }
}
