package io.lancetrain.spark.type;

import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/**
 * Which types without types within them can be stored as another without losing any value: those of
 * Spark's up-casts between numbers, except the ones from long integers to floats, which round.
 */
final class Widening {
  /** A float holds every short exactly, and not every int. */
  private static final int DIGITS_IN_FLOAT = 5;

  /** A double holds every int exactly, and not every long. */
  private static final int DIGITS_IN_DOUBLE = 10;

  private static final int NO_INTEGER = Integer.MAX_VALUE;

  private Widening() {}

  static boolean isLossless(DataType from, DataType to) {
    if (from.equals(to)
        || (from instanceof DayTimeIntervalType && to instanceof DayTimeIntervalType)) {
      return true;
    }
    if (to instanceof DecimalType decimal) {
      return fits(from, decimal);
    } else if (to instanceof DoubleType) {
      return from instanceof FloatType || digits(from) <= DIGITS_IN_DOUBLE;
    } else if (to instanceof FloatType) {
      return digits(from) <= DIGITS_IN_FLOAT;
    }
    return digits(to) != NO_INTEGER && digits(from) < digits(to);
  }

  private static boolean fits(DataType from, DecimalType to) {
    int whole = to.precision() - to.scale();
    return from instanceof DecimalType decimal
        ? decimal.precision() - decimal.scale() <= whole && decimal.scale() <= to.scale()
        : digits(from) <= whole;
  }

  /** The digits of the decimal that Spark takes for an integer type, the wider the more. */
  private static int digits(DataType type) {
    if (type instanceof ByteType) {
      return 3;
    } else if (type instanceof ShortType) {
      return 5;
    } else if (type instanceof IntegerType) {
      return 10;
    }
    return type instanceof LongType ? 20 : NO_INTEGER;
  }
}
