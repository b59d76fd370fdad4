package io.lancetrain.spark.batch;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;

/** How a number gets out of a row: as its own type, or as a wider one that holds it. */
final class NumberReaders {
  /** Takes a whole number from a row. */
  @FunctionalInterface
  interface LongReader {
    long read(SpecializedGetters values, int ordinal);
  }

  /** Takes a number from a row as a float. */
  @FunctionalInterface
  interface FloatReader {
    float read(SpecializedGetters values, int ordinal);
  }

  /** Takes a number from a row as a double. */
  @FunctionalInterface
  interface DoubleReader {
    double read(SpecializedGetters values, int ordinal);
  }

  /** Takes a decimal from a row, with the scale that it has there. */
  @FunctionalInterface
  interface DecimalReader {
    Decimal read(SpecializedGetters values, int ordinal);
  }

  private NumberReaders() {}

  static LongReader integers(DataType type) {
    if (type instanceof ByteType) {
      return SpecializedGetters::getByte;
    } else if (type instanceof ShortType) {
      return SpecializedGetters::getShort;
    } else if (type instanceof IntegerType) {
      return SpecializedGetters::getInt;
    }
    return SpecializedGetters::getLong;
  }

  static FloatReader floats(DataType type) {
    if (type instanceof FloatType) {
      return SpecializedGetters::getFloat;
    }
    LongReader integers = integers(type);
    return (values, ordinal) -> integers.read(values, ordinal);
  }

  static DoubleReader doubles(DataType type) {
    if (type instanceof DoubleType) {
      return SpecializedGetters::getDouble;
    } else if (type instanceof FloatType) {
      return SpecializedGetters::getFloat;
    }
    LongReader integers = integers(type);
    return (values, ordinal) -> integers.read(values, ordinal);
  }

  static DecimalReader decimals(DataType type) {
    if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      return (values, ordinal) -> values.getDecimal(ordinal, precision, scale);
    }
    LongReader integers = integers(type);
    return (values, ordinal) -> Decimal.apply(integers.read(values, ordinal));
  }
}
