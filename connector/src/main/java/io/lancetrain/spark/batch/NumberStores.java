package io.lancetrain.spark.batch;

import io.lancetrain.spark.batch.FixedWidthWriter.Store;
import io.lancetrain.spark.batch.NumberReaders.DoubleReader;
import io.lancetrain.spark.batch.NumberReaders.FloatReader;
import io.lancetrain.spark.batch.NumberReaders.LongReader;
import io.lancetrain.spark.error.TypeErrors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.unsafe.Platform;

/** How a number gets from a row to an address, as its own type or as a wider one. */
final class NumberStores {
  private static final long MOST_OF_32_BITS = 0xFFFF_FFFFL;

  private NumberStores() {}

  static Store signed(int width, DataType type) {
    if (width == Integer.BYTES && type instanceof IntegerType) {
      return (address, values, ordinal) -> Platform.putInt(null, address, values.getInt(ordinal));
    } else if (width == Long.BYTES && type instanceof LongType) {
      return (address, values, ordinal) -> Platform.putLong(null, address, values.getLong(ordinal));
    }
    LongReader reader = NumberReaders.integers(type);
    return switch (width) {
      case Byte.BYTES ->
          (address, values, ordinal) ->
              Platform.putByte(null, address, (byte) reader.read(values, ordinal));
      case Short.BYTES ->
          (address, values, ordinal) ->
              Platform.putShort(null, address, (short) reader.read(values, ordinal));
      case Integer.BYTES ->
          (address, values, ordinal) ->
              Platform.putInt(null, address, (int) reader.read(values, ordinal));
      default ->
          (address, values, ordinal) ->
              Platform.putLong(null, address, reader.read(values, ordinal));
    };
  }

  static Store unsigned(String column, int width, DataType type) {
    LongReader reader = NumberReaders.integers(type);
    return switch (width) {
      case Byte.BYTES ->
          (address, values, ordinal) -> {
            long value = reader.read(values, ordinal);
            Platform.putByte(null, address, (byte) checked(column, value, 0xFFL, "uint8"));
          };
      case Short.BYTES ->
          (address, values, ordinal) -> {
            long value = reader.read(values, ordinal);
            Platform.putShort(null, address, (short) checked(column, value, 0xFFFFL, "uint16"));
          };
      case Integer.BYTES ->
          (address, values, ordinal) -> {
            long value = reader.read(values, ordinal);
            Platform.putInt(null, address, (int) checked(column, value, MOST_OF_32_BITS, "uint32"));
          };
      default ->
          (address, values, ordinal) -> {
            long value = reader.read(values, ordinal);
            Platform.putLong(null, address, checked(column, value, Long.MAX_VALUE, "uint64"));
          };
    };
  }

  private static long checked(String column, long value, long max, String type) {
    if (value < 0 || value > max) {
      throw TypeErrors.value(column, value, type, "it must be from 0 to " + max + ".");
    }
    return value;
  }

  static Store floats(DataType type) {
    if (type instanceof FloatType) {
      return (address, values, ordinal) ->
          Platform.putFloat(null, address, values.getFloat(ordinal));
    }
    FloatReader reader = NumberReaders.floats(type);
    return (address, values, ordinal) ->
        Platform.putFloat(null, address, reader.read(values, ordinal));
  }

  static Store doubles(DataType type) {
    if (type instanceof DoubleType) {
      return (address, values, ordinal) ->
          Platform.putDouble(null, address, values.getDouble(ordinal));
    }
    DoubleReader reader = NumberReaders.doubles(type);
    return (address, values, ordinal) ->
        Platform.putDouble(null, address, reader.read(values, ordinal));
  }
}
