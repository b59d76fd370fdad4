package io.lancetrain.spark.vector;

import io.lancetrain.spark.error.TypeErrors;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.Platform;

/** Decimals of 16 or 32 bytes: unscaled, little-endian, in two's complement. */
final class DecimalVector extends ArrowVector {
  private final String column;
  private final long data;
  private final int width;
  private final int storedPrecision;
  private final int storedScale;

  DecimalVector(String column, DecimalType type, ArrowArrayView array, int width) {
    super(type, array);
    this.column = column;
    this.data = array.buffer(1) + array.offset() * width;
    this.width = width;
    this.storedPrecision = type.precision();
    this.storedScale = type.scale();
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    if (isNullAt(row)) {
      return null;
    }
    return storedPrecision <= Decimal.MAX_LONG_DIGITS() ? narrow(row) : wide(row);
  }

  private Decimal narrow(int row) {
    long start = data + (long) width * row;
    long unscaled = Platform.getLong(null, start);
    for (int at = 8; at < width; at += 8) {
      if (Platform.getLong(null, start + at) != unscaled >> 63) {
        return wide(row);
      }
    }
    return Decimal.apply(unscaled, storedPrecision, storedScale);
  }

  private Decimal wide(int row) {
    long start = data + (long) width * row;
    byte[] bigEndian = new byte[width];
    for (int i = 0; i < width; i++) {
      bigEndian[i] = Platform.getByte(null, start + width - 1 - i);
    }
    BigDecimal value = new BigDecimal(new BigInteger(bigEndian), storedScale);
    if (value.precision() > storedPrecision) {
      throw TypeErrors.value(
          column,
          value,
          type.catalogString(),
          "it has more digits than its type declares. The data is invalid: write it again.");
    }
    return Decimal.apply(value, storedPrecision, storedScale);
  }
}
