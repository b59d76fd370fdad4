package io.lancetrain.spark.vector;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Chooses the vector of a column whose values have no others in them. */
final class ScalarVectors {
  private final ArrowColumn column;

  ScalarVectors(ArrowColumn column) {
    this.column = column;
  }

  /** The vector; LANCE_UNSUPPORTED_TYPE where it cannot be shown as the Spark type. */
  ColumnVector vector() {
    ArrowType arrow = column.field().getType();
    return switch (arrow.getTypeID()) {
      case Null -> column.as(NullType.class, new NullVector(column.type(), column.array()));
      case Bool -> column.as(BooleanType.class, new BooleanVector(column.type(), column.array()));
      case Int -> integer((ArrowType.Int) arrow);
      case FloatingPoint -> floating(((ArrowType.FloatingPoint) arrow).getPrecision());
      case Decimal -> decimal((ArrowType.Decimal) arrow);
      case Utf8 -> column.as(StringType.class, bytes(Offsets.ofInts(column.array())));
      case LargeUtf8 -> column.as(StringType.class, bytes(Offsets.ofLongs(column.array())));
      case Binary -> column.as(BinaryType.class, bytes(Offsets.ofInts(column.array())));
      case LargeBinary -> column.as(BinaryType.class, bytes(Offsets.ofLongs(column.array())));
      case FixedSizeBinary -> fixedSizeBinary((ArrowType.FixedSizeBinary) arrow);
      case Date -> date(((ArrowType.Date) arrow).getUnit());
      case Timestamp -> timestamp(((ArrowType.Timestamp) arrow).getUnit());
      case Duration -> duration(((ArrowType.Duration) arrow).getUnit());
      default -> throw column.doesNotFit();
    };
  }

  private ColumnVector integer(ArrowType.Int integer) {
    int width = integer.getBitWidth() / 8;
    if (integer.getIsSigned()) {
      return switch (width) {
        case 1 -> column.as(ByteType.class, plain(1));
        case 2 -> column.as(ShortType.class, plain(2));
        case 4 -> column.as(IntegerType.class, plain(4));
        default -> column.as(LongType.class, plain(8));
      };
    }
    return switch (width) {
      case 1 -> column.as(ShortType.class, new UnsignedVector(column.type(), column.array(), 1));
      case 2 -> column.as(IntegerType.class, new UnsignedVector(column.type(), column.array(), 2));
      case 4 -> column.as(LongType.class, new UnsignedVector(column.type(), column.array(), 4));
      default ->
          column.as(
              LongType.class, new UnsignedLongVector(column.name(), column.type(), column.array()));
    };
  }

  private ColumnVector floating(FloatingPointPrecision precision) {
    return switch (precision) {
      case HALF -> column.as(FloatType.class, new HalfFloatVector(column.type(), column.array()));
      case SINGLE -> column.as(FloatType.class, plain(4));
      case DOUBLE -> column.as(DoubleType.class, plain(8));
    };
  }

  private ColumnVector decimal(ArrowType.Decimal decimal) {
    boolean fits =
        column.type() instanceof DecimalType target
            && target.precision() == decimal.getPrecision()
            && target.scale() == decimal.getScale()
            && decimal.getBitWidth() >= 128;
    if (!fits) {
      throw column.doesNotFit();
    }
    return new DecimalVector(
        column.name(), (DecimalType) column.type(), column.array(), decimal.getBitWidth() / 8);
  }

  private ColumnVector date(DateUnit unit) {
    return column.as(
        DateType.class,
        unit == DateUnit.DAY
            ? plain(4)
            : new MillisecondDateVector(column.name(), column.type(), column.array()));
  }

  private ColumnVector timestamp(TimeUnit unit) {
    return column.type() instanceof TimestampNTZType
        ? micros(unit)
        : column.as(TimestampType.class, micros(unit));
  }

  private ColumnVector duration(TimeUnit unit) {
    return column.as(DayTimeIntervalType.class, micros(unit));
  }

  private ColumnVector micros(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> new ScaledTimeVector(column.name(), column.type(), column.array(), 1_000_000);
      case MILLISECOND -> new ScaledTimeVector(column.name(), column.type(), column.array(), 1_000);
      case MICROSECOND -> plain(8);
      case NANOSECOND ->
          new NanosecondVector(column.name(), column.type(), column.array(), column.nanoseconds());
    };
  }

  private ColumnVector plain(int width) {
    return new PlainVector(column.type(), column.array(), width);
  }

  private ColumnVector bytes(Offsets offsets) {
    column.refuseDamaged(offsets, Long.MAX_VALUE);
    return new BytesVector(column.name(), column.type(), column.array(), offsets);
  }

  private ColumnVector fixedSizeBinary(ArrowType.FixedSizeBinary binary) {
    return column.as(
        BinaryType.class,
        new FixedSizeBytesVector(column.type(), column.array(), binary.getByteWidth()));
  }
}
