package io.lancetrain.spark.predicate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A value of Spark's, not null, that compares with others of its kind as in Spark, whatever the
 * width of the number: NaN is equal to itself and the greatest, -0.0 is equal to 0.0, strings and
 * binaries compare by their unsigned bytes.
 */
public final class ComparableValue implements Comparable<ComparableValue>, Serializable {
  private static final long serialVersionUID = 1L;

  /** A Boolean, Long, Double, BigDecimal or byte[]. */
  private final Serializable value;

  private ComparableValue(Serializable value) {
    this.value = value;
  }

  /**
   * A value.
   *
   * @param internal as Spark keeps it in rows
   * @param type its type
   * @return empty for a type whose values do not compare here
   */
  public static Optional<ComparableValue> of(Object internal, DataType type) {
    return Optional.ofNullable(normal(internal, type)).map(ComparableValue::new);
  }

  /** Whether values of this type compare here. */
  public static boolean compares(DataType type) {
    return type instanceof BooleanType
        || type instanceof StringType
        || type instanceof BinaryType
        || type instanceof DecimalType
        || type instanceof FloatType
        || type instanceof DoubleType
        || isKeptAsInteger(type);
  }

  private static boolean isKeptAsInteger(DataType type) {
    return switch (type.typeName()) {
      case "byte", "short", "integer", "long", "date", "timestamp", "timestamp_ntz" -> true;
      default -> false;
    };
  }

  private static Serializable normal(Object internal, DataType type) {
    if (!compares(type)) {
      return null;
    } else if (internal instanceof UTF8String text) {
      return text.getBytes().clone();
    } else if (internal instanceof byte[] bytes) {
      return bytes.clone();
    } else if (internal instanceof Decimal decimal) {
      return decimal.toJavaBigDecimal();
    } else if (internal instanceof Float || internal instanceof Double) {
      // Adding 0.0 makes -0.0 the same.
      return ((Number) internal).doubleValue() + 0.0;
    } else if (internal instanceof Number number) {
      return number.longValue();
    }
    return (Boolean) internal;
  }

  /** The value as Spark keeps it in rows of a column of this type. */
  public Object internal(DataType type) {
    if (value instanceof byte[] bytes) {
      return type instanceof StringType ? UTF8String.fromBytes(bytes) : bytes;
    } else if (type instanceof DecimalType decimal) {
      return Decimal.apply(decimal(), decimal.precision(), decimal.scale());
    } else if (type instanceof FloatType) {
      return ((Number) value).floatValue();
    } else if (type instanceof DoubleType) {
      return ((Number) value).doubleValue();
    } else if (type instanceof ByteType) {
      return ((Number) value).byteValue();
    } else if (type instanceof ShortType) {
      return ((Number) value).shortValue();
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return ((Number) value).intValue();
    }
    return value;
  }

  private BigDecimal decimal() {
    return value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Long) value);
  }

  @Override
  public int compareTo(ComparableValue other) {
    if (value instanceof byte[] bytes) {
      return Arrays.compareUnsigned(bytes, (byte[]) other.value);
    } else if (value instanceof Boolean truth) {
      return truth.compareTo((Boolean) other.value);
    } else if (value instanceof BigDecimal || other.value instanceof BigDecimal) {
      return decimal().compareTo(other.decimal());
    } else if (value instanceof Double || other.value instanceof Double) {
      return Double.compare(((Number) value).doubleValue(), ((Number) other.value).doubleValue());
    }
    return ((Long) value).compareTo((Long) other.value);
  }

  boolean startsWith(ComparableValue part) {
    return isAt(0, part);
  }

  boolean endsWith(ComparableValue part) {
    return isAt(bytes().length - part.bytes().length, part);
  }

  boolean contains(ComparableValue part) {
    for (int start = 0; start <= bytes().length - part.bytes().length; start++) {
      if (isAt(start, part)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAt(int start, ComparableValue part) {
    int end = start + part.bytes().length;
    return start >= 0
        && end <= bytes().length
        && Arrays.equals(bytes(), start, end, part.bytes(), 0, part.bytes().length);
  }

  private byte[] bytes() {
    return (byte[]) value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ComparableValue that
        && value.getClass() == that.value.getClass()
        && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    if (value instanceof byte[] bytes) {
      return Arrays.hashCode(bytes);
    }
    return value instanceof BigDecimal decimal
        ? decimal.stripTrailingZeros().hashCode()
        : value.hashCode();
  }

  @Override
  public String toString() {
    return value instanceof byte[] bytes
        ? UTF8String.fromBytes(bytes).toString()
        : value.toString();
  }
}
