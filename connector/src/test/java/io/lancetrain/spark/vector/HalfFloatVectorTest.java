package io.lancetrain.spark.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.option.NanosecondTimestamps;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.junit.jupiter.api.Test;

class HalfFloatVectorTest {
  private static final int HALVES = 1 << 16;

  @Test
  void everyHalfBecomesTheFloatOfTheSameValue() {
    try (HandMadeArray array = HandMadeArray.of(HALVES, 0, 0, null, everyHalf());
        ColumnVector vector = vector(array)) {
      for (int half = 0; half < HALVES; half++) {
        // Boxed floats are equal if their bits are: 0 and -0 differ, and NaN is NaN.
        assertThat(Float.valueOf(vector.getFloat(half)))
            .as("half 0x%04x", half)
            .isEqualTo(value(half));
      }
    }
  }

  @Test
  void halvesReadInBulkAreTheSame() {
    try (HandMadeArray array = HandMadeArray.of(HALVES - 3, 0, 3, null, everyHalf());
        ColumnVector vector = vector(array)) {
      float[] bulk = vector.getFloats(5, HALVES - 8);
      for (int i = 0; i < bulk.length; i++) {
        assertThat(Float.valueOf(bulk[i])).isEqualTo(value(i + 8));
      }
    }
  }

  private static ColumnVector vector(HandMadeArray array) {
    return ColumnVectors.of(
        "c",
        DataTypes.FloatType,
        RandomArrow.leaf("c", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)),
        array.address(),
        NanosecondTimestamps.EXACT);
  }

  private static byte[] everyHalf() {
    ByteBuffer buffer = ByteBuffer.allocate(2 * HALVES).order(ByteOrder.LITTLE_ENDIAN);
    for (int half = 0; half < HALVES; half++) {
      buffer.putShort((short) half);
    }
    return buffer.array();
  }

  /** IEEE 754 binary16 as its definition puts it, in arithmetic rather than bits. */
  private static Float value(int half) {
    double sign = half < 0x8000 ? 1 : -1;
    int exponent = half / 1024 % 32;
    int fraction = half % 1024;
    if (exponent == 31) {
      return fraction == 0 ? (float) (sign / 0.0) : Float.NaN;
    }
    return exponent == 0
        ? (float) (sign * Math.pow(2, -14) * (fraction / 1024.0))
        : (float) (sign * Math.pow(2, exponent - 15) * (1 + fraction / 1024.0));
  }
}
