package io.lancetrain.spark.batch;

import io.lancetrain.spark.batch.FixedWidthWriter.Elements;
import io.lancetrain.spark.batch.FixedWidthWriter.Store;
import io.lancetrain.spark.batch.VariableWidthWriter.Content;
import io.lancetrain.spark.error.TypeErrors;
import org.apache.arrow.vector.BaseFixedWidthVector;
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
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/** Chooses what writes the values of a type that has no types within it. */
final class ScalarWriters {
  private ScalarWriters() {}

  /**
   * The writer of a vector.
   *
   * @param column the dotted path of the column, for error messages
   * @param vector the vector
   * @param type the type of the values, found to fit the vector
   * @param bytes counts what is written
   */
  static ScalarWriter of(String column, FieldVector vector, DataType type, BatchBytes bytes) {
    if (vector instanceof BitVector bits) {
      return new BitWriter(column, bits, bytes);
    } else if (vector instanceof VarCharVector text) {
      return new VariableWidthWriter(column, VariableWidthBuffers.of(text), Content.TEXT, bytes);
    } else if (vector instanceof LargeVarCharVector text) {
      return new VariableWidthWriter(column, VariableWidthBuffers.of(text), Content.TEXT, bytes);
    } else if (vector instanceof VarBinaryVector binaries) {
      return new VariableWidthWriter(
          column, VariableWidthBuffers.of(binaries), Content.BYTES, bytes);
    } else if (vector instanceof LargeVarBinaryVector binaries) {
      return new VariableWidthWriter(
          column, VariableWidthBuffers.of(binaries), Content.BYTES, bytes);
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      Elements elements = isLikeArrow(vector, type) ? Elements.LIKE_ARROW : Elements.OTHERWISE;
      return new FixedWidthWriter(column, fixed, store(column, vector, type), elements, bytes);
    }
    throw cannotHold(column, vector);
  }

  /** Whether Spark keeps the elements of arrays of the type as the vector's values. */
  private static boolean isLikeArrow(FieldVector vector, DataType type) {
    if (vector instanceof TimeStampVector) {
      ArrowType.Timestamp timestamp = (ArrowType.Timestamp) vector.getField().getType();
      return timestamp.getUnit() == TimeUnit.MICROSECOND;
    } else if (vector instanceof DurationVector) {
      ArrowType.Duration duration = (ArrowType.Duration) vector.getField().getType();
      return duration.getUnit() == TimeUnit.MICROSECOND;
    }
    return vector instanceof DateDayVector
        || (vector instanceof TinyIntVector && type instanceof ByteType)
        || (vector instanceof SmallIntVector && type instanceof ShortType)
        || (vector instanceof IntVector && type instanceof IntegerType)
        || (vector instanceof BigIntVector && type instanceof LongType)
        || (vector instanceof Float4Vector && type instanceof FloatType)
        || (vector instanceof Float8Vector && type instanceof DoubleType);
  }

  private static Store store(String column, FieldVector vector, DataType type) {
    if (vector instanceof TinyIntVector
        || vector instanceof SmallIntVector
        || vector instanceof IntVector
        || vector instanceof BigIntVector) {
      return NumberStores.signed(((BaseFixedWidthVector) vector).getTypeWidth(), type);
    } else if (vector instanceof UInt1Vector
        || vector instanceof UInt2Vector
        || vector instanceof UInt4Vector
        || vector instanceof UInt8Vector) {
      return NumberStores.unsigned(column, ((BaseFixedWidthVector) vector).getTypeWidth(), type);
    } else if (vector instanceof Float4Vector) {
      return NumberStores.floats(type);
    } else if (vector instanceof Float8Vector) {
      return NumberStores.doubles(type);
    } else if (vector instanceof DecimalVector || vector instanceof Decimal256Vector) {
      ArrowType.Decimal decimal = (ArrowType.Decimal) vector.getField().getType();
      return new DecimalStore(column, decimal, type);
    } else if (vector instanceof DateDayVector) {
      return TimeStores.days();
    } else if (vector instanceof DateMilliVector) {
      return TimeStores.milliseconds();
    } else if (vector instanceof TimeStampVector) {
      ArrowType.Timestamp timestamp = (ArrowType.Timestamp) vector.getField().getType();
      return TimeStores.micros(column, timestamp.getUnit());
    } else if (vector instanceof DurationVector) {
      ArrowType.Duration duration = (ArrowType.Duration) vector.getField().getType();
      return TimeStores.micros(column, duration.getUnit());
    } else if (vector instanceof FixedSizeBinaryVector binaries) {
      return new FixedBinaryStore(column, binaries.getByteWidth());
    }
    throw cannotHold(column, vector);
  }

  private static RuntimeException cannotHold(String column, FieldVector vector) {
    return TypeErrors.cannotWrite(
        column,
        vector.getField().getType().toString(),
        "no Spark value can be stored as this type without loss.");
  }
}
