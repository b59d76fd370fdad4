package io.lancetrain.spark.vector;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
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
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Random Arrow types and random values, with nulls at every level and garbage under the nulls. */
final class RandomArrow {
  /** Every type without children that Arrow Java can make and Spark can show. */
  static final List<ArrowType> LEAVES = leaves();

  private final Random random;

  RandomArrow(long seed) {
    this.random = new Random(seed);
  }

  private static List<ArrowType> leaves() {
    List<ArrowType> types = new ArrayList<>();
    types.add(ArrowType.Bool.INSTANCE);
    for (int width : new int[] {8, 16, 32, 64}) {
      types.add(new ArrowType.Int(width, true));
      types.add(new ArrowType.Int(width, false));
    }
    types.add(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
    types.add(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
    for (int width : new int[] {128, 256}) {
      types.add(new ArrowType.Decimal(4, 2, width));
      types.add(new ArrowType.Decimal(18, 0, width));
      types.add(new ArrowType.Decimal(19, 6, width));
      types.add(new ArrowType.Decimal(38, 38, width));
    }
    types.add(ArrowType.Utf8.INSTANCE);
    types.add(ArrowType.LargeUtf8.INSTANCE);
    types.add(ArrowType.Binary.INSTANCE);
    types.add(ArrowType.LargeBinary.INSTANCE);
    types.add(new ArrowType.FixedSizeBinary(5));
    types.add(new ArrowType.Date(DateUnit.DAY));
    types.add(new ArrowType.Date(DateUnit.MILLISECOND));
    for (TimeUnit unit : TimeUnit.values()) {
      types.add(new ArrowType.Timestamp(unit, null));
      types.add(new ArrowType.Timestamp(unit, "Europe/Berlin"));
      types.add(new ArrowType.Duration(unit));
    }
    return types;
  }

  /** A field with up to {@code depth} levels of lists, structs and maps around its leaves. */
  Field field(String name, int depth) {
    return field(name, depth, true);
  }

  private Field field(String name, int depth, boolean nullable) {
    if (depth == 0) {
      return leaf(name, LEAVES.get(random.nextInt(LEAVES.size())), nullable);
    }
    ArrowType type =
        switch (random.nextInt(5)) {
          case 0 -> ArrowType.List.INSTANCE;
          case 1 -> ArrowType.LargeList.INSTANCE;
          case 2 -> new ArrowType.FixedSizeList(1 + random.nextInt(3));
          case 3 -> ArrowType.Struct.INSTANCE;
          default -> new ArrowType.Map(false);
        };
    List<Field> children = new ArrayList<>();
    if (type instanceof ArrowType.Map) {
      List<Field> entry = List.of(field("key", 0, false), field("value", depth - 1, true));
      children.add(
          new Field("entries", new FieldType(false, ArrowType.Struct.INSTANCE, null), entry));
    } else if (type instanceof ArrowType.Struct) {
      for (int i = 0; i <= random.nextInt(4); i++) {
        children.add(field("f" + i, random.nextInt(depth), random.nextInt(4) > 0));
      }
    } else {
      children.add(field("item", depth - 1, random.nextInt(4) > 0));
    }
    return new Field(name, new FieldType(nullable, type, null), children);
  }

  static Field leaf(String name, ArrowType type) {
    return leaf(name, type, true);
  }

  private static Field leaf(String name, ArrowType type, boolean nullable) {
    return new Field(name, new FieldType(nullable, type, null), null);
  }

  /** The Spark type of {@code field}; its structs name some of the fields, in some order. */
  DataType sparkType(Field field) {
    ArrowType type = field.getType();
    List<Field> children = field.getChildren();
    return switch (type.getTypeID()) {
      case Null -> DataTypes.NullType;
      case Bool -> DataTypes.BooleanType;
      case Int -> integer((ArrowType.Int) type);
      case FloatingPoint ->
          ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.DOUBLE
              ? DataTypes.DoubleType
              : DataTypes.FloatType;
      case Decimal ->
          DataTypes.createDecimalType(
              ((ArrowType.Decimal) type).getPrecision(), ((ArrowType.Decimal) type).getScale());
      case Utf8, LargeUtf8 -> DataTypes.StringType;
      case Binary, LargeBinary, FixedSizeBinary -> DataTypes.BinaryType;
      case Date -> DataTypes.DateType;
      case Timestamp ->
          ((ArrowType.Timestamp) type).getTimezone() == null
              ? DataTypes.TimestampNTZType
              : DataTypes.TimestampType;
      case Duration -> DataTypes.createDayTimeIntervalType();
      case List, LargeList, FixedSizeList ->
          DataTypes.createArrayType(sparkType(children.get(0)), true);
      case Map ->
          DataTypes.createMapType(
              sparkType(children.get(0).getChildren().get(0)),
              sparkType(children.get(0).getChildren().get(1)),
              true);
      case Struct -> struct(children);
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static DataType integer(ArrowType.Int integer) {
    DataType[] types = {
      DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType
    };
    int index = Integer.numberOfTrailingZeros(integer.getBitWidth()) - 3;
    return types[integer.getIsSigned() ? index : Math.min(3, index + 1)];
  }

  private DataType struct(List<Field> children) {
    List<StructField> fields = new ArrayList<>();
    for (Field child : children) {
      fields.add(DataTypes.createStructField(child.getName(), sparkType(child), true));
    }
    Collections.shuffle(fields, random);
    return DataTypes.createStructType(fields.subList(0, 1 + random.nextInt(fields.size())));
  }

  /** Fills {@code vector} with {@code count} values. */
  void fill(FieldVector vector, int count) {
    boolean nullable = vector.getField().isNullable();
    if (vector instanceof LargeListVector lists) {
      int total = 0;
      for (int i = 0; i < count; i++) {
        if (isNull(nullable)) {
          lists.setNull(i);
        } else {
          int size = random.nextInt(4);
          lists.startNewValue((long) i);
          lists.endValue(i, (long) size);
          total += size;
        }
      }
      fill(lists.getDataVector(), total);
    } else if (vector instanceof ListVector lists) {
      int total = 0;
      for (int i = 0; i < count; i++) {
        if (isNull(nullable)) {
          lists.setNull(i);
        } else {
          int size = random.nextInt(4);
          lists.startNewValue(i);
          lists.endValue(i, size);
          total += size;
        }
      }
      fill(lists.getDataVector(), total);
    } else if (vector instanceof FixedSizeListVector lists) {
      for (int i = 0; i < count; i++) {
        lists.setNotNull(i);
        if (isNull(nullable)) {
          lists.setNull(i);
        }
      }
      fill(lists.getDataVector(), count * lists.getListSize());
    } else if (vector instanceof StructVector struct) {
      for (int i = 0; i < count; i++) {
        struct.setIndexDefined(i);
        if (isNull(nullable)) {
          struct.setNull(i);
        }
      }
      struct.getChildrenFromFields().forEach(child -> fill(child, count));
    } else {
      for (int i = 0; i < count; i++) {
        leaf(vector, i, isNull(nullable));
      }
    }
    vector.setValueCount(count);
  }

  private boolean isNull(boolean nullable) {
    return nullable && random.nextInt(4) == 0;
  }

  private void leaf(FieldVector vector, int row, boolean isNull) {
    if (vector instanceof BaseVariableWidthVector strings) {
      if (isNull) {
        strings.setNull(row);
      } else {
        strings.setSafe(row, bytes());
      }
    } else if (vector instanceof BaseLargeVariableWidthVector strings) {
      if (isNull) {
        strings.setNull(row);
      } else {
        strings.setSafe(row, bytes());
      }
    } else {
      fixedWidth(vector, row, isNull);
      if (isNull) {
        ((BaseFixedWidthVector) vector).setNull(row);
      }
    }
  }

  /** Text, so that it can be a string; of several bytes for some characters, and often empty. */
  private byte[] bytes() {
    return "aß∂😀bc"
        .substring(0, new int[] {0, 1, 2, 3, 5, 7}[random.nextInt(6)])
        .repeat(random.nextInt(3))
        .getBytes(StandardCharsets.UTF_8);
  }

  private void fixedWidth(FieldVector vector, int row, boolean garbage) {
    if (vector instanceof BitVector booleans) {
      booleans.setSafe(row, random.nextInt(2));
    } else if (vector instanceof Float4Vector floats) {
      float[] odd = {Float.NaN, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
      floats.setSafe(row, random.nextBoolean() ? odd[random.nextInt(4)] : random.nextFloat());
    } else if (vector instanceof Float8Vector doubles) {
      double[] odd = {Double.NaN, -0d, Double.MIN_VALUE, Double.NEGATIVE_INFINITY};
      doubles.setSafe(row, random.nextBoolean() ? odd[random.nextInt(4)] : random.nextDouble());
    } else if (vector instanceof DecimalVector decimals) {
      decimals.setSafe(row, decimal(decimals.getPrecision(), decimals.getScale()));
    } else if (vector instanceof Decimal256Vector decimals) {
      decimals.setSafe(row, decimal(decimals.getPrecision(), decimals.getScale()));
    } else if (vector instanceof FixedSizeBinaryVector binaries) {
      byte[] value = new byte[binaries.getByteWidth()];
      random.nextBytes(value);
      binaries.setSafe(row, value);
    } else if (vector instanceof DateDayVector dates) {
      dates.setSafe(row, random.nextInt());
    } else {
      eightBytesOrInteger(vector, row, garbage);
    }
  }

  private void eightBytesOrInteger(FieldVector vector, int row, boolean garbage) {
    long any = random.nextInt(3) == 0 ? -random.nextInt(2) : random.nextLong();
    if (vector instanceof UInt8Vector integers) {
      integers.setSafe(row, garbage ? any | Long.MIN_VALUE : any & Long.MAX_VALUE);
    } else if (vector instanceof DateMilliVector dates) {
      dates.setSafe(row, garbage ? any : random.nextInt(100_000_000) * 86_400_000L);
    } else if (vector instanceof TimeStampVector times) {
      times.setSafe(row, garbage ? any : time(any, ((ArrowType.Timestamp) type(vector)).getUnit()));
    } else if (vector instanceof DurationVector times) {
      times.setSafe(row, garbage ? any : time(any, ((ArrowType.Duration) type(vector)).getUnit()));
    } else {
      // Arrow's own integer vectors keep the low bytes of what they are given.
      integer(vector, row, any);
    }
  }

  private static ArrowType type(FieldVector vector) {
    return vector.getField().getType();
  }

  private static long time(long any, TimeUnit unit) {
    return switch (unit) {
      case SECOND -> any / 1_000_000;
      case MILLISECOND -> any / 1_000;
      case MICROSECOND -> any;
      case NANOSECOND -> any / 1_000 * 1_000;
    };
  }

  private static void integer(FieldVector vector, int row, long value) {
    BaseIntVector integers = (BaseIntVector) vector;
    integers.setWithPossibleTruncate(row, value);
  }

  private BigDecimal decimal(int precision, int scale) {
    BigInteger limit = BigInteger.TEN.pow(precision);
    BigInteger unscaled =
        random.nextInt(4) == 0
            ? limit.subtract(BigInteger.ONE)
            : new BigInteger(limit.bitLength() + 8, random).mod(limit);
    return new BigDecimal(random.nextBoolean() ? unscaled.negate() : unscaled, scale);
  }
}
