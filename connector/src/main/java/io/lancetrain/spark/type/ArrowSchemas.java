package io.lancetrain.spark.type;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.TypeErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * From the schema of a DataFrame to the Arrow schema of a new table.
 *
 * @since 0.1.0
 */
public final class ArrowSchemas {
  private static final String UTC = "UTC";
  private static final String LIST_ELEMENT = "item";
  private static final int DECIMAL_BITS = 128;

  private final VectorLengths vectors;

  private ArrowSchemas(VectorLengths vectors) {
    this.vectors = vectors;
  }

  /**
   * The Arrow schema of a new table. Order, names and nullability are kept.
   *
   * <p>An array becomes a vector (fixed-size list) where {@code vectors}, the table's property
   * {@code PATH.arrow.fixed-size-list.size} or the column's metadata {@code
   * arrow.fixed-size-list.size} gives its length, in this order.
   *
   * @param schema the schema of what is written
   * @param vectors dotted path of an array to the vector's length, from the option {@code vectors}
   * @param tableProperties properties of the new table; those of other names are not looked at
   * @throws LanceException LANCE_UNSUPPORTED_TYPE or LANCE_UNSUPPORTED_COLUMN_NAME, naming the
   *     first column that a Lance table cannot hold; LANCE_INVALID_OPTION for a vector's length
   *     that is no length, or is set for something that is no array; LANCE_EMPTY_SCHEMA without
   *     columns
   */
  public static Schema of(
      StructType schema, Map<String, Integer> vectors, Map<String, String> tableProperties) {
    if (schema.fields().length == 0) {
      throw TypeErrors.noColumns("a Lance table");
    }
    VectorLengths lengths = new VectorLengths(vectors, tableProperties);
    ColumnNames.check(schema);
    Schema arrow = new Schema(new ArrowSchemas(lengths).fields("", schema));
    lengths.refuseUnused();
    for (Field field : arrow.getFields()) {
      VectorRules.firstNotHeld(field.getName(), field)
          .ifPresent(
              path -> {
                throw TypeErrors.cannotWrite(path, "vector", VectorRules.REASON);
              });
    }
    return arrow;
  }

  private List<Field> fields(String parent, StructType struct) {
    List<Field> fields = new ArrayList<>();
    for (StructField field : struct.fields()) {
      String path = ColumnPaths.child(parent, field.name());
      Column column = new Column(path, path, field.metadata());
      fields.add(field(field.name(), field.dataType(), field.nullable(), column));
    }
    return fields;
  }

  /**
   * Where a type stands in the schema.
   *
   * @param path its dotted path
   * @param owner the path of the nearest column or struct field above it, or its own
   * @param metadata the owner's metadata
   */
  private record Column(String path, String owner, Metadata metadata) {
    Column at(String deeperPath) {
      return new Column(deeperPath, owner, metadata);
    }
  }

  private Field field(String name, DataType type, boolean nullable, Column column) {
    if (type instanceof ArrayType array) {
      return array(name, array, nullable, column);
    }
    if (type instanceof MapType map) {
      return map(name, map, nullable, column);
    }
    if (type instanceof StructType struct) {
      if (struct.fields().length == 0) {
        throw TypeErrors.cannotWrite(
            column.path(), type.sql(), "Lance has no struct without fields. Leave the column out.");
      }
      return field(name, ArrowType.Struct.INSTANCE, nullable, fields(column.path(), struct));
    }
    return field(name, primitive(column.path(), type), nullable, List.of());
  }

  private Field array(String name, ArrayType array, boolean nullable, Column column) {
    Column below = column.at(ColumnPaths.element(column.path()));
    Field element = field(LIST_ELEMENT, array.elementType(), array.containsNull(), below);
    OptionalInt length = vectors.at(column.path(), column.owner(), column.metadata());
    if (length.isEmpty()) {
      return field(name, ArrowType.List.INSTANCE, nullable, List.of(element));
    }
    ArrowType vector = new ArrowType.FixedSizeList(length.getAsInt());
    return field(name, vector, nullable, List.of(element));
  }

  private Field map(String name, MapType map, boolean nullable, Column column) {
    Column keys = column.at(ColumnPaths.key(column.path()));
    Column values = column.at(ColumnPaths.value(column.path()));
    Field key = field(MapVector.KEY_NAME, map.keyType(), false, keys);
    Field value = field(MapVector.VALUE_NAME, map.valueType(), map.valueContainsNull(), values);
    Field entries =
        field(MapVector.DATA_VECTOR_NAME, ArrowType.Struct.INSTANCE, false, List.of(key, value));
    return field(name, new ArrowType.Map(false), nullable, List.of(entries));
  }

  private static Field field(String name, ArrowType type, boolean nullable, List<Field> children) {
    return new Field(name, new FieldType(nullable, type, null), children);
  }

  private static ArrowType primitive(String column, DataType type) {
    if (type.equals(DataTypes.BooleanType)) {
      return ArrowType.Bool.INSTANCE;
    } else if (type.equals(DataTypes.ByteType)) {
      return new ArrowType.Int(Byte.SIZE, true);
    } else if (type.equals(DataTypes.ShortType)) {
      return new ArrowType.Int(Short.SIZE, true);
    } else if (type.equals(DataTypes.IntegerType)) {
      return new ArrowType.Int(Integer.SIZE, true);
    } else if (type.equals(DataTypes.LongType)) {
      return new ArrowType.Int(Long.SIZE, true);
    } else if (type.equals(DataTypes.FloatType)) {
      return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    } else if (type.equals(DataTypes.DoubleType)) {
      return new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    } else if (type.equals(DataTypes.StringType)) {
      return ArrowType.Utf8.INSTANCE;
    } else if (type.equals(DataTypes.BinaryType)) {
      return ArrowType.Binary.INSTANCE;
    } else if (type.equals(DataTypes.DateType)) {
      return new ArrowType.Date(DateUnit.DAY);
    } else if (type.equals(DataTypes.TimestampType)) {
      return new ArrowType.Timestamp(TimeUnit.MICROSECOND, UTC);
    } else if (type.equals(DataTypes.TimestampNTZType)) {
      return new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
    } else if (type instanceof DayTimeIntervalType) {
      return new ArrowType.Duration(TimeUnit.MICROSECOND);
    } else if (type instanceof DecimalType decimal) {
      return decimal(column, decimal);
    }
    throw TypeErrors.cannotWrite(column, type.sql(), UnwritableTypes.reason(type));
  }

  private static ArrowType decimal(String column, DecimalType type) {
    if (type.scale() < 0) {
      throw TypeErrors.cannotWrite(
          column, type.sql(), "its scale is negative. Cast it to a decimal with a scale from 0.");
    }
    return new ArrowType.Decimal(type.precision(), type.scale(), DECIMAL_BITS);
  }
}
