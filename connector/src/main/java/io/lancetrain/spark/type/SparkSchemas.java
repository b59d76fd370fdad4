package io.lancetrain.spark.type;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.TypeErrors;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * From the Arrow schema of a table to the schema that Spark sees.
 *
 * <p>Order, names and nullability are kept. A vector (fixed-size list) becomes an array whose
 * column carries the vector's length in its metadata, so that writing the column again makes a
 * vector again.
 *
 * @since 0.1.0
 */
public final class SparkSchemas {
  private static final int MAX_PRECISION = DecimalType.MAX_PRECISION();
  private static final String CAST = "Rewrite the column with a type that Spark has.";

  private SparkSchemas() {}

  /**
   * The Spark schema of a table.
   *
   * @param schema the table's Arrow schema
   * @throws LanceException LANCE_UNSUPPORTED_TYPE, naming the first column that Spark cannot show
   */
  public static StructType of(Schema schema) {
    for (Field field : schema.getFields()) {
      VectorRules.firstNotHeld(field.getName(), field)
          .ifPresent(
              path -> {
                throw TypeErrors.cannotRead(path, field.toString(), VectorRules.REASON);
              });
    }
    return struct("", schema.getFields());
  }

  /**
   * The Spark type of one field.
   *
   * @param column the field's dotted path from the top of the table, for the error message
   * @param field the Arrow field
   * @throws LanceException LANCE_UNSUPPORTED_TYPE where Spark has no such type
   */
  public static DataType of(String column, Field field) {
    ArrowType type = ArrowFields.storageType(field);
    refuseBlob(column, field);
    if (ArrowFields.isJson(field)) {
      return DataTypes.StringType;
    }
    return switch (type.getTypeID()) {
      case Null -> DataTypes.NullType;
      case Bool -> DataTypes.BooleanType;
      case Int -> integer((ArrowType.Int) type);
      case FloatingPoint -> floatingPoint((ArrowType.FloatingPoint) type);
      case Decimal -> decimal(column, field, (ArrowType.Decimal) type);
      case Utf8, LargeUtf8 -> DataTypes.StringType;
      case Binary, LargeBinary, FixedSizeBinary -> DataTypes.BinaryType;
      case Date -> DataTypes.DateType;
      case Timestamp ->
          ((ArrowType.Timestamp) type).getTimezone() == null
              ? DataTypes.TimestampNTZType
              : DataTypes.TimestampType;
      case Duration -> DataTypes.createDayTimeIntervalType();
      case List, LargeList, FixedSizeList -> array(column, field.getChildren().get(0));
      case Struct -> nonEmptyStruct(column, field);
      case Map -> map(column, field);
      case Time -> throw refused(column, field, "Spark 3.5 has no type for a time of day. " + CAST);
      default -> throw refused(column, field, "Spark has no such type. " + CAST);
    };
  }

  private static void refuseBlob(String column, Field field) {
    if (ArrowFields.isBlob(field)) {
      throw refused(
          column,
          field,
          "it is a blob column, of which a scan gives addresses and not bytes. Rewrite it without"
              + " the blob encoding.");
    }
  }

  private static StructType struct(String parent, List<Field> fields) {
    List<StructField> columns = new ArrayList<>(fields.size());
    for (Field field : fields) {
      DataType type = of(ColumnPaths.child(parent, field.getName()), field);
      columns.add(
          DataTypes.createStructField(
              field.getName(),
              type,
              field.isNullable(),
              ColumnDefaults.metadata(field, VectorLengths.metadata(field))));
    }
    return DataTypes.createStructType(columns);
  }

  private static StructType nonEmptyStruct(String column, Field field) {
    if (field.getChildren().isEmpty()) {
      throw refused(column, field, "the struct has no fields.");
    }
    return struct(column, field.getChildren());
  }

  private static DataType array(String column, Field element) {
    DataType type = of(ColumnPaths.element(column), element);
    return DataTypes.createArrayType(type, element.isNullable());
  }

  private static DataType map(String column, Field field) {
    List<Field> entry = field.getChildren().get(0).getChildren();
    Field value = entry.get(1);
    return DataTypes.createMapType(
        of(ColumnPaths.key(column), entry.get(0)),
        of(ColumnPaths.value(column), value),
        value.isNullable());
  }

  /**
   * Unsigned integers take the next wider type; of 64 bits there is none, and values are checked.
   */
  private static DataType integer(ArrowType.Int type) {
    int bits =
        type.getIsSigned() ? type.getBitWidth() : Math.min(Long.SIZE, 2 * type.getBitWidth());
    return switch (bits) {
      case Byte.SIZE -> DataTypes.ByteType;
      case Short.SIZE -> DataTypes.ShortType;
      case Integer.SIZE -> DataTypes.IntegerType;
      default -> DataTypes.LongType;
    };
  }

  private static DataType floatingPoint(ArrowType.FloatingPoint type) {
    return type.getPrecision() == FloatingPointPrecision.DOUBLE
        ? DataTypes.DoubleType
        : DataTypes.FloatType;
  }

  private static DataType decimal(String column, Field field, ArrowType.Decimal type) {
    if (type.getPrecision() > MAX_PRECISION) {
      throw refused(column, field, "Spark's decimals have at most 38 digits. " + CAST);
    }
    if (type.getScale() < 0 || type.getScale() > type.getPrecision()) {
      throw refused(
          column, field, "the scale of Spark's decimals is from 0 to their precision. " + CAST);
    }
    return DataTypes.createDecimalType(type.getPrecision(), type.getScale());
  }

  private static LanceException refused(String column, Field field, String reason) {
    return TypeErrors.cannotRead(column, field.getType().toString(), reason);
  }
}
