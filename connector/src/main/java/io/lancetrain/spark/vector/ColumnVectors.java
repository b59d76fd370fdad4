package io.lancetrain.spark.vector;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.TableErrors;
import io.lancetrain.spark.error.TypeErrors;
import io.lancetrain.spark.option.NanosecondTimestamps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Chooses the vector that shows an Arrow array as a Spark column. */
public final class ColumnVectors {
  private final String column;
  private final DataType type;
  private final Field field;
  private final ArrowArrayView array;
  private final NanosecondTimestamps nanoseconds;

  private ColumnVectors(
      String column,
      DataType type,
      Field field,
      ArrowArrayView array,
      NanosecondTimestamps nanoseconds) {
    this.column = column;
    this.type = type;
    this.field = field;
    this.array = array;
    this.nanoseconds = nanoseconds;
  }

  /**
   * The vector of a whole {@code struct ArrowArray}.
   *
   * @param arrayAddress the address of the struct; see {@link #of(String, DataType, Field,
   *     ArrowArrayView, NanosecondTimestamps)} for the rest
   */
  static ColumnVector of(
      String column,
      DataType type,
      Field field,
      long arrayAddress,
      NanosecondTimestamps nanoseconds) {
    return of(column, type, field, ArrowArrayView.at(arrayAddress), nanoseconds);
  }

  /**
   * The vector that shows {@code array} as a column of Spark type {@code type}. It reads the
   * array's memory in place and owns none of it.
   *
   * @param column the column's name, for errors
   * @param type the Spark type; a struct in it may name only some of the Arrow struct's fields, in
   *     any order
   * @param field the Arrow type. Where it has a dictionary encoding, its type is that of the
   *     dictionary's values, as in Arrow's messages, and not that of the indices
   * @param array the rows
   * @param nanoseconds what becomes of nanoseconds that are no whole microseconds
   * @throws LanceException if the Arrow type cannot be shown as the Spark type, or if there are
   *     more elements in the array than a Spark vector can have
   */
  public static ColumnVector of(
      String column,
      DataType type,
      Field field,
      ArrowArrayView array,
      NanosecondTimestamps nanoseconds) {
    ColumnVectors vectors = new ColumnVectors(column, type, field, array, nanoseconds);
    vectors.checkSize(array.length());
    return field.getDictionary() == null
        ? vectors.vector()
        : vectors.dictionary(field.getDictionary());
  }

  /** The fragment of each row, as an integer, from an array of Lance's row addresses. */
  public static ColumnVector fragmentIds(ArrowArrayView rowAddresses) {
    return new FragmentIdVector(rowAddresses);
  }

  private ColumnVector vector() {
    ArrowType arrow = field.getType();
    return switch (arrow.getTypeID()) {
      case Null -> as(NullType.class, new NullVector(type, array));
      case Bool -> as(BooleanType.class, new BooleanVector(type, array));
      case Int -> integer((ArrowType.Int) arrow);
      case FloatingPoint -> floating(((ArrowType.FloatingPoint) arrow).getPrecision());
      case Decimal -> decimal((ArrowType.Decimal) arrow);
      case Utf8 -> as(StringType.class, bytes(Offsets.ofInts(array)));
      case LargeUtf8 -> as(StringType.class, bytes(Offsets.ofLongs(array)));
      case Binary -> as(BinaryType.class, bytes(Offsets.ofInts(array)));
      case LargeBinary -> as(BinaryType.class, bytes(Offsets.ofLongs(array)));
      case FixedSizeBinary -> fixedSizeBinary((ArrowType.FixedSizeBinary) arrow);
      case Date -> date(((ArrowType.Date) arrow).getUnit());
      case Timestamp -> timestamp(((ArrowType.Timestamp) arrow).getUnit());
      case Duration -> duration(((ArrowType.Duration) arrow).getUnit());
      case List -> list(Offsets.ofInts(array));
      case LargeList -> list(Offsets.ofLongs(array));
      case FixedSizeList -> fixedSizeList(((ArrowType.FixedSizeList) arrow).getListSize());
      case Map -> map(Offsets.ofInts(array));
      case Struct -> struct();
      default -> throw doesNotFit();
    };
  }

  private ColumnVector integer(ArrowType.Int integer) {
    int width = integer.getBitWidth() / 8;
    if (integer.getIsSigned()) {
      return switch (width) {
        case 1 -> as(ByteType.class, plain(1));
        case 2 -> as(ShortType.class, plain(2));
        case 4 -> as(IntegerType.class, plain(4));
        default -> as(LongType.class, plain(8));
      };
    }
    return switch (width) {
      case 1 -> as(ShortType.class, new UnsignedVector(type, array, 1));
      case 2 -> as(IntegerType.class, new UnsignedVector(type, array, 2));
      case 4 -> as(LongType.class, new UnsignedVector(type, array, 4));
      default -> as(LongType.class, new UnsignedLongVector(column, type, array));
    };
  }

  private ColumnVector floating(FloatingPointPrecision precision) {
    return switch (precision) {
      case HALF -> as(FloatType.class, new HalfFloatVector(type, array));
      case SINGLE -> as(FloatType.class, plain(4));
      case DOUBLE -> as(DoubleType.class, plain(8));
    };
  }

  private ColumnVector decimal(ArrowType.Decimal decimal) {
    boolean fits =
        type instanceof DecimalType target
            && target.precision() == decimal.getPrecision()
            && target.scale() == decimal.getScale()
            && decimal.getBitWidth() >= 128;
    if (!fits) {
      throw doesNotFit();
    }
    return new DecimalVector(column, (DecimalType) type, array, decimal.getBitWidth() / 8);
  }

  private ColumnVector date(DateUnit unit) {
    return as(
        DateType.class,
        unit == DateUnit.DAY ? plain(4) : new MillisecondDateVector(column, type, array));
  }

  private ColumnVector timestamp(TimeUnit unit) {
    return type instanceof TimestampNTZType ? micros(unit) : as(TimestampType.class, micros(unit));
  }

  private ColumnVector duration(TimeUnit unit) {
    return as(DayTimeIntervalType.class, micros(unit));
  }

  private ColumnVector micros(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> new ScaledTimeVector(column, type, array, 1_000_000);
      case MILLISECOND -> new ScaledTimeVector(column, type, array, 1_000);
      case MICROSECOND -> plain(8);
      case NANOSECOND -> new NanosecondVector(column, type, array, nanoseconds);
    };
  }

  private ColumnVector plain(int width) {
    return new PlainVector(type, array, width);
  }

  private ColumnVector bytes(Offsets offsets) {
    refuseDamaged(offsets, Long.MAX_VALUE);
    return new BytesVector(column, type, array, offsets);
  }

  private void refuseDamaged(Offsets offsets, long values) {
    if (!offsets.areInOrder() || offsets.end() > values) {
      throw TableErrors.damagedColumn(column);
    }
  }

  private ColumnVector fixedSizeBinary(ArrowType.FixedSizeBinary binary) {
    return as(BinaryType.class, new FixedSizeBytesVector(type, array, binary.getByteWidth()));
  }

  private ColumnVector list(Offsets offsets) {
    refuseDamaged(offsets, array.child(0).length());
    ArrowArrayView elements = array.child(0).slice(offsets.first(), offsets.total());
    return new ListVector(type, array, offsets, elements(elements));
  }

  private ColumnVector fixedSizeList(int size) {
    ArrowArrayView elements = array.child(0).slice(array.offset() * size, array.length() * size);
    return new FixedSizeListVector(type, array, size, elements(elements));
  }

  private ColumnVector elements(ArrowArrayView elements) {
    if (!(type instanceof ArrayType list)) {
      throw doesNotFit();
    }
    return nested("element", list.elementType(), field.getChildren().get(0), elements);
  }

  private ColumnVector map(Offsets offsets) {
    if (!(type instanceof MapType map)) {
      throw doesNotFit();
    }
    refuseDamaged(offsets, array.child(0).length());
    ArrowArrayView entries = array.child(0).slice(offsets.first(), offsets.total());
    List<Field> entry = field.getChildren().get(0).getChildren();
    return new MapVector(
        type,
        array,
        offsets,
        nested("key", map.keyType(), entry.get(0), entries.field(0)),
        nested("value", map.valueType(), entry.get(1), entries.field(1)));
  }

  private ColumnVector struct() {
    if (!(type instanceof StructType struct)) {
      throw doesNotFit();
    }
    Map<String, Integer> positions = new HashMap<>();
    for (Field child : field.getChildren()) {
      positions.put(child.getName(), positions.size());
    }
    StructField[] wanted = struct.fields();
    ColumnVector[] fields = new ColumnVector[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      Integer position = positions.get(wanted[i].name());
      if (position == null) {
        throw doesNotFit();
      }
      fields[i] =
          nested(
              wanted[i].name(),
              wanted[i].dataType(),
              field.getChildren().get(position),
              array.field(position));
    }
    return new StructVector(type, array, fields);
  }

  private ColumnVector dictionary(DictionaryEncoding encoding) {
    // Spark reads the fields of a struct without asking the struct for the row.
    if (type instanceof StructType) {
      throw doesNotFit();
    }
    Field values =
        new Field(
            field.getName(),
            new FieldType(field.isNullable(), field.getType(), null),
            field.getChildren());
    return new DictionaryVector(
        array,
        encoding.getIndexType().getBitWidth() / 8,
        of(column, type, values, array.dictionary(), nanoseconds));
  }

  private ColumnVector nested(
      String name, DataType nestedType, Field nestedField, ArrowArrayView nestedArray) {
    return of(column + "." + name, nestedType, nestedField, nestedArray, nanoseconds);
  }

  private ColumnVector as(Class<? extends DataType> expected, ColumnVector vector) {
    if (!expected.isInstance(type)) {
      throw doesNotFit();
    }
    return vector;
  }

  private void checkSize(long slots) {
    if (slots > Integer.MAX_VALUE) {
      throw TypeErrors.cannotRead(
          column,
          field.getType().toString(),
          "one batch has "
              + slots
              + " values of it, and Spark holds at most 2147483647. Set option 'batchBytes' to"
              + " less.");
    }
  }

  private LanceException doesNotFit() {
    return TypeErrors.cannotRead(
        column,
        field.getType().toString(),
        "it cannot be shown as "
            + type.catalogString()
            + ". Leave the column out of the query, or rewrite it with another type.");
  }
}
