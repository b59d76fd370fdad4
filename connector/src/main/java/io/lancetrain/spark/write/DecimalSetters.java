package io.lancetrain.spark.write;

import io.lancetrain.spark.error.TypeErrors;
import io.lancetrain.spark.write.NumberReaders.DecimalReader;
import io.lancetrain.spark.write.ScalarWriter.Setter;
import java.math.BigDecimal;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.types.Decimal;

/** How a decimal gets into a vector: by its unscaled value, as a long where it fits. */
final class DecimalSetters {
  private DecimalSetters() {}

  static Setter of(String column, FieldVector vector, DecimalReader reader) {
    ArrowType.Decimal type = (ArrowType.Decimal) vector.getField().getType();
    int precision = type.getPrecision();
    int scale = type.getScale();
    boolean inLong = precision <= Decimal.MAX_LONG_DIGITS();
    if (vector instanceof DecimalVector decimals) {
      return (index, values, ordinal) -> {
        Decimal value = reader.read(values, ordinal);
        if (inLong && value.scale() == scale) {
          decimals.setSafe(index, value.toUnscaledLong());
        } else {
          decimals.setBigEndianSafe(index, unscaledBytes(column, value, type));
        }
        return DecimalVector.TYPE_WIDTH;
      };
    }
    Decimal256Vector decimals = (Decimal256Vector) vector;
    return (index, values, ordinal) -> {
      Decimal value = reader.read(values, ordinal);
      if (inLong && value.scale() == scale) {
        decimals.setSafe(index, value.toUnscaledLong());
      } else {
        decimals.setBigEndianSafe(index, unscaledBytes(column, value, type));
      }
      return Decimal256Vector.TYPE_WIDTH;
    };
  }

  /** A decimal in memory may have another scale than its column: {@code 1} as {@code 1.00}. */
  private static byte[] unscaledBytes(String column, Decimal value, ArrowType.Decimal type) {
    BigDecimal decimal = value.toJavaBigDecimal();
    if (decimal.scale() != type.getScale()) {
      decimal = rescaled(column, decimal, type);
    }
    if (decimal.precision() > type.getPrecision()) {
      throw outOfRange(column, value, type);
    }
    return decimal.unscaledValue().toByteArray();
  }

  private static BigDecimal rescaled(String column, BigDecimal value, ArrowType.Decimal type) {
    try {
      return value.setScale(type.getScale());
    } catch (ArithmeticException moreDigits) {
      throw outOfRange(column, value, type);
    }
  }

  private static RuntimeException outOfRange(String column, Object value, ArrowType.Decimal type) {
    String name = "DECIMAL(" + type.getPrecision() + "," + type.getScale() + ")";
    return TypeErrors.value(column, value, name, "it has more digits than the type.");
  }
}
