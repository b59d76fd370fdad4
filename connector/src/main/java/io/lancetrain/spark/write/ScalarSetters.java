package io.lancetrain.spark.write;

import io.lancetrain.spark.error.TypeErrors;
import io.lancetrain.spark.write.NumberReaders.DoubleReader;
import io.lancetrain.spark.write.NumberReaders.FloatReader;
import io.lancetrain.spark.write.NumberReaders.LongReader;
import io.lancetrain.spark.write.ScalarWriter.Setter;
import java.nio.ByteBuffer;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/** How one value gets from a row into each kind of vector. */
final class ScalarSetters {
  private static final long MILLIS_PER_DAY = 86_400_000L;
  private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

  private ScalarSetters() {}

  /**
   * The setter of a vector.
   *
   * @param column the dotted path of the column, for error messages
   * @param vector the vector
   * @param type the type of the values, found to fit the vector
   */
  static Setter of(String column, FieldVector vector, DataType type) {
    if (vector instanceof BitVector bits) {
      return (index, values, ordinal) -> {
        bits.setSafe(index, values.getBoolean(ordinal) ? 1 : 0);
        return 1;
      };
    } else if (vector instanceof Float4Vector floats) {
      FloatReader reader = NumberReaders.floats(type);
      return (index, values, ordinal) -> {
        floats.setSafe(index, reader.read(values, ordinal));
        return Float.BYTES;
      };
    } else if (vector instanceof Float8Vector doubles) {
      DoubleReader reader = NumberReaders.doubles(type);
      return (index, values, ordinal) -> {
        doubles.setSafe(index, reader.read(values, ordinal));
        return Double.BYTES;
      };
    } else if (vector instanceof DecimalVector || vector instanceof Decimal256Vector) {
      return DecimalSetters.of(column, vector, NumberReaders.decimals(type));
    } else if (vector instanceof DateDayVector
        || vector instanceof DateMilliVector
        || vector instanceof TimeStampVector
        || vector instanceof DurationVector) {
      return time(column, vector);
    } else if (vector instanceof UInt1Vector
        || vector instanceof UInt2Vector
        || vector instanceof UInt4Vector
        || vector instanceof UInt8Vector) {
      return unsigned(column, vector, NumberReaders.integers(type));
    } else if (vector instanceof VarCharVector
        || vector instanceof LargeVarCharVector
        || vector instanceof VarBinaryVector
        || vector instanceof LargeVarBinaryVector
        || vector instanceof FixedSizeBinaryVector) {
      return bytes(column, vector);
    }
    return signed(column, vector, NumberReaders.integers(type));
  }

  private static Setter signed(String column, FieldVector vector, LongReader reader) {
    if (vector instanceof TinyIntVector bytes) {
      return (index, values, ordinal) -> {
        bytes.setSafe(index, (byte) reader.read(values, ordinal));
        return Byte.BYTES;
      };
    } else if (vector instanceof SmallIntVector shorts) {
      return (index, values, ordinal) -> {
        shorts.setSafe(index, (short) reader.read(values, ordinal));
        return Short.BYTES;
      };
    } else if (vector instanceof IntVector integers) {
      return (index, values, ordinal) -> {
        integers.setSafe(index, (int) reader.read(values, ordinal));
        return Integer.BYTES;
      };
    } else if (vector instanceof BigIntVector longs) {
      return (index, values, ordinal) -> {
        longs.setSafe(index, reader.read(values, ordinal));
        return Long.BYTES;
      };
    }
    throw TypeErrors.cannotWrite(
        column,
        vector.getField().getType().toString(),
        "no Spark value can be stored as this type without loss.");
  }

  private static Setter unsigned(String column, FieldVector vector, LongReader reader) {
    if (vector instanceof UInt1Vector bytes) {
      return (index, values, ordinal) -> {
        long value = reader.read(values, ordinal);
        bytes.setSafe(index, (int) checkUnsigned(column, value, 0xFFL, "uint8"));
        return Byte.BYTES;
      };
    } else if (vector instanceof UInt2Vector shorts) {
      return (index, values, ordinal) -> {
        long value = reader.read(values, ordinal);
        shorts.setSafe(index, (int) checkUnsigned(column, value, 0xFFFFL, "uint16"));
        return Short.BYTES;
      };
    } else if (vector instanceof UInt4Vector integers) {
      return (index, values, ordinal) -> {
        long value = reader.read(values, ordinal);
        integers.setSafe(index, (int) checkUnsigned(column, value, MAX_UNSIGNED_INT, "uint32"));
        return Integer.BYTES;
      };
    }
    UInt8Vector longs = (UInt8Vector) vector;
    return (index, values, ordinal) -> {
      long value = reader.read(values, ordinal);
      longs.setSafe(index, checkUnsigned(column, value, Long.MAX_VALUE, "uint64"));
      return Long.BYTES;
    };
  }

  private static long checkUnsigned(String column, long value, long max, String type) {
    if (value < 0 || value > max) {
      throw TypeErrors.value(column, value, type, "it must be from 0 to " + max + ".");
    }
    return value;
  }

  private static Setter time(String column, FieldVector vector) {
    if (vector instanceof DateDayVector days) {
      return (index, values, ordinal) -> {
        days.setSafe(index, values.getInt(ordinal));
        return Integer.BYTES;
      };
    } else if (vector instanceof DateMilliVector millis) {
      return (index, values, ordinal) -> {
        millis.setSafe(index, values.getInt(ordinal) * MILLIS_PER_DAY);
        return Long.BYTES;
      };
    } else if (vector instanceof TimeStampVector timestamps) {
      ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
      MicrosecondConversion conversion = new MicrosecondConversion(column, type.getUnit());
      return (index, values, ordinal) -> {
        timestamps.setSafe(index, conversion.from(values.getLong(ordinal)));
        return Long.BYTES;
      };
    }
    DurationVector durations = (DurationVector) vector;
    ArrowType.Duration type = (ArrowType.Duration) vector.getField().getType();
    MicrosecondConversion conversion = new MicrosecondConversion(column, type.getUnit());
    return (index, values, ordinal) -> {
      durations.setSafe(index, conversion.from(values.getLong(ordinal)));
      return Long.BYTES;
    };
  }

  private static ByteBuffer checkedUtf8(String column, UTF8String value) {
    ByteBuffer utf8 = value.getByteBuffer();
    if (!Utf8.isValid(utf8)) {
      throw TypeErrors.value(
          column,
          "of " + value.numBytes() + " bytes",
          "string",
          "its bytes are not UTF-8. Write the column as BINARY.");
    }
    return utf8;
  }

  private static Setter bytes(String column, FieldVector vector) {
    if (vector instanceof VarCharVector strings) {
      return (index, values, ordinal) -> {
        UTF8String value = values.getUTF8String(ordinal);
        ByteBuffer utf8 = checkedUtf8(column, value);
        strings.setSafe(index, utf8, utf8.position(), value.numBytes());
        return value.numBytes() + BaseVariableWidthVector.OFFSET_WIDTH;
      };
    } else if (vector instanceof LargeVarCharVector strings) {
      return (index, values, ordinal) -> {
        UTF8String value = values.getUTF8String(ordinal);
        ByteBuffer utf8 = checkedUtf8(column, value);
        strings.setSafe(index, utf8, utf8.position(), value.numBytes());
        return value.numBytes() + BaseLargeVariableWidthVector.OFFSET_WIDTH;
      };
    } else if (vector instanceof VarBinaryVector binaries) {
      return (index, values, ordinal) -> {
        byte[] value = values.getBinary(ordinal);
        binaries.setSafe(index, value);
        return value.length + BaseVariableWidthVector.OFFSET_WIDTH;
      };
    } else if (vector instanceof LargeVarBinaryVector binaries) {
      return (index, values, ordinal) -> {
        byte[] value = values.getBinary(ordinal);
        binaries.setSafe(index, value);
        return value.length + BaseLargeVariableWidthVector.OFFSET_WIDTH;
      };
    }
    FixedSizeBinaryVector binaries = (FixedSizeBinaryVector) vector;
    int width = binaries.getByteWidth();
    return (index, values, ordinal) -> {
      byte[] value = values.getBinary(ordinal);
      if (value.length != width) {
        throw TypeErrors.value(
            column,
            "of " + value.length + " bytes",
            "fixed-size binary of " + width + " bytes",
            "every value of the column must have exactly that many bytes.");
      }
      binaries.setSafe(index, value);
      return width;
    };
  }
}
