package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Floats of 16 bits (IEEE 754 binary16) as Spark's floats, every one of which is exact. */
final class HalfFloatVector extends ArrowVector {
  private final long data;

  HalfFloatVector(DataType type, ArrowArrayView array) {
    super(type, array);
    this.data = array.buffer(1) + array.offset() * 2;
  }

  @Override
  public float getFloat(int row) {
    return toFloat(Platform.getShort(null, data + 2L * row));
  }

  @Override
  public float[] getFloats(int row, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = toFloat(Platform.getShort(null, data + 2L * (row + i)));
    }
    return values;
  }

  /**
   * The float of the same value; of a NaN, with the same sign and payload.
   *
   * <p>Of a half, 1 bit is the sign, 5 the exponent with a bias of 15, and 10 the fraction.
   */
  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      // Zero or subnormal: the fraction counts steps of 2^-24, and a float holds each exactly.
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
    }
    int floatExponent = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | floatExponent << 23 | fraction << 13);
  }
}
