package io.lancetrain.spark.vector;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.util.Text;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The same plain Java value for a slot, once by way of Arrow Java and once by way of Spark. */
final class Values {
  private Values() {}

  /** What Arrow Java says is in the slot, in the form in which Spark should show it. */
  static Object expected(FieldVector vector, int row, DataType type) {
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof BaseListVector lists) {
      return elements(
          lists.getChildrenFromFields().get(0),
          lists.getElementStartIndex(row),
          lists.getElementEndIndex(row),
          type);
    }
    if (vector instanceof LargeListVector lists) {
      return elements(
          lists.getDataVector(),
          (int) lists.getElementStartIndex(row),
          (int) lists.getElementEndIndex(row),
          type);
    }
    if (vector instanceof StructVector struct) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (StructField field : ((StructType) type).fields()) {
        FieldVector child = struct.getChild(field.name());
        fields.put(field.name(), expected(child, row, field.dataType()));
      }
      return fields;
    }
    if (vector instanceof UInt1Vector integers) {
      return integers.getObjectNoOverflow(row);
    } else if (vector instanceof UInt2Vector integers) {
      return (int) integers.getObject(row);
    } else if (vector instanceof UInt4Vector integers) {
      return integers.getObjectNoOverflow(row);
    } else if (vector instanceof UInt8Vector integers) {
      BigInteger value = integers.getObjectNoOverflow(row);
      return value.longValueExact();
    } else if (vector instanceof TimeStampVector) {
      return timestamp(vector, row);
    } else if (vector instanceof DurationVector durations) {
      // Not getObject, which keeps microseconds to the range of nanoseconds.
      long stored = DurationVector.get(durations.getDataBuffer(), row);
      return micros(stored, ((ArrowType.Duration) durations.getField().getType()).getUnit());
    } else if (vector instanceof DateMilliVector dates) {
      return (int) dates.getObject(row).toLocalDate().toEpochDay();
    } else if (vector instanceof BaseLargeVariableWidthVector) {
      Object value = vector.getObject(row);
      return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
    }
    Object value = vector.getObject(row);
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value instanceof Text text ? text.toString() : value;
  }

  private static Object elements(FieldVector data, int start, int end, DataType type) {
    List<Object> elements = new ArrayList<>();
    for (int i = start; i < end; i++) {
      if (type instanceof MapType map) {
        StructVector entries = (StructVector) data;
        FieldVector keys = entries.getChildrenFromFields().get(0);
        FieldVector values = entries.getChildrenFromFields().get(1);
        elements.add(expected(keys, i, map.keyType()));
        elements.add(expected(values, i, map.valueType()));
      } else {
        elements.add(expected(data, i, ((ArrayType) type).elementType()));
      }
    }
    return elements;
  }

  private static long timestamp(ValueVector vector, int row) {
    Object value = vector.getObject(row);
    if (value instanceof LocalDateTime time) {
      return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
    }
    return micros((Long) value, ((ArrowType.Timestamp) vector.getField().getType()).getUnit());
  }

  private static long micros(long stored, TimeUnit unit) {
    return switch (unit) {
      case SECOND -> Math.multiplyExact(stored, 1_000_000L);
      case MILLISECOND -> Math.multiplyExact(stored, 1_000L);
      case MICROSECOND -> stored;
      case NANOSECOND -> Math.floorDiv(stored, 1_000L);
    };
  }

  /** What Spark reads at {@code ordinal} of a row or an array. Maps are keys and values in turn. */
  static Object actual(SpecializedGetters from, int ordinal, DataType type) {
    if (from.isNullAt(ordinal)) {
      return null;
    }
    if (type instanceof ArrayType list) {
      return list(from.getArray(ordinal), list.elementType());
    } else if (type instanceof MapType map) {
      MapData data = from.getMap(ordinal);
      List<Object> keys = list(data.keyArray(), map.keyType());
      List<Object> values = list(data.valueArray(), map.valueType());
      List<Object> entries = new ArrayList<>();
      for (int i = 0; i < data.numElements(); i++) {
        entries.add(keys.get(i));
        entries.add(values.get(i));
      }
      return entries;
    } else if (type instanceof StructType struct) {
      InternalRow row = from.getStruct(ordinal, struct.fields().length);
      Map<String, Object> fields = new LinkedHashMap<>();
      for (int i = 0; i < struct.fields().length; i++) {
        fields.put(struct.fields()[i].name(), actual(row, i, struct.fields()[i].dataType()));
      }
      return fields;
    } else if (type instanceof BooleanType) {
      return from.getBoolean(ordinal);
    } else if (type instanceof ByteType) {
      return from.getByte(ordinal);
    } else if (type instanceof ShortType) {
      return from.getShort(ordinal);
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return from.getInt(ordinal);
    } else if (type instanceof FloatType) {
      return from.getFloat(ordinal);
    } else if (type instanceof DoubleType) {
      return from.getDouble(ordinal);
    } else if (type instanceof DecimalType decimal) {
      return from.getDecimal(ordinal, decimal.precision(), decimal.scale()).toJavaBigDecimal();
    } else if (type instanceof StringType) {
      return from.getUTF8String(ordinal).toString();
    } else if (type instanceof BinaryType) {
      return HexFormat.of().formatHex(from.getBinary(ordinal));
    }
    return from.getLong(ordinal);
  }

  /** The elements of an array. */
  static List<Object> list(ArrayData array, DataType elementType) {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      elements.add(actual(array, i, elementType));
    }
    return elements;
  }
}
