package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/**
 * Numbers, dates and times of 1, 2, 4 or 8 bytes that Arrow and Spark hold alike.
 *
 * <p>The Spark type decides which getter Spark calls, and so the width: each getter is a single
 * load, with nothing to choose between.
 */
final class PlainVector extends ArrowVector {
  private final long data;

  PlainVector(DataType type, ArrowArrayView array, int width) {
    super(type, array);
    this.data = array.buffer(1) + array.offset() * width;
  }

  @Override
  public byte getByte(int row) {
    return Platform.getByte(null, data + row);
  }

  @Override
  public short getShort(int row) {
    return Platform.getShort(null, data + 2L * row);
  }

  @Override
  public int getInt(int row) {
    return Platform.getInt(null, data + 4L * row);
  }

  @Override
  public long getLong(int row) {
    return Platform.getLong(null, data + 8L * row);
  }

  @Override
  public float getFloat(int row) {
    return Platform.getFloat(null, data + 4L * row);
  }

  @Override
  public double getDouble(int row) {
    return Platform.getDouble(null, data + 8L * row);
  }

  @Override
  public byte[] getBytes(int row, int count) {
    byte[] values = new byte[count];
    copy(row, values, Platform.BYTE_ARRAY_OFFSET, 1, count);
    return values;
  }

  @Override
  public short[] getShorts(int row, int count) {
    short[] values = new short[count];
    copy(row, values, Platform.SHORT_ARRAY_OFFSET, 2, count);
    return values;
  }

  @Override
  public int[] getInts(int row, int count) {
    int[] values = new int[count];
    copy(row, values, Platform.INT_ARRAY_OFFSET, 4, count);
    return values;
  }

  @Override
  public long[] getLongs(int row, int count) {
    long[] values = new long[count];
    copy(row, values, Platform.LONG_ARRAY_OFFSET, 8, count);
    return values;
  }

  @Override
  public float[] getFloats(int row, int count) {
    float[] values = new float[count];
    copy(row, values, Platform.FLOAT_ARRAY_OFFSET, 4, count);
    return values;
  }

  @Override
  public double[] getDoubles(int row, int count) {
    double[] values = new double[count];
    copy(row, values, Platform.DOUBLE_ARRAY_OFFSET, 8, count);
    return values;
  }

  private void copy(int row, Object target, long targetOffset, long width, int count) {
    Platform.copyMemory(null, data + width * row, target, targetOffset, width * count);
  }
}
