package io.lancetrain.spark.read;

import io.lancetrain.spark.type.ColumnNames;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table whose values are the same to Lance and to Spark: equal where Spark finds
 * them equal, and in the same order.
 *
 * <p>Floating-point numbers are not among them: to Lance -0.0 comes before 0.0, and a NaN with its
 * sign bit set before every number. Nor are types that Spark sees as another than the stored one,
 * or the fields of structs.
 */
final class PlainColumns {
  private static final int DECIMAL128_BITS = 128;

  private final List<Field> fields;
  private final StructType schema;

  /**
   * Those of a table.
   *
   * @param stored the table's columns
   * @param schema the same as Spark types
   */
  PlainColumns(Schema stored, StructType schema) {
    this.fields = stored.getFields();
    this.schema = schema;
  }

  /**
   * Such a column.
   *
   * @param name its name
   * @param position its position in the table
   * @param type its type, to Spark
   */
  record PlainColumn(String name, int position, DataType type) {}

  /** The column that an expression is; empty where it is none, or not such a column. */
  Optional<PlainColumn> of(Expression expression) {
    if (expression instanceof NamedReference reference && reference.fieldNames().length == 1) {
      return named(reference.fieldNames()[0]);
    }
    return Optional.empty();
  }

  private Optional<PlainColumn> named(String name) {
    for (int position = 0; position < fields.size(); position++) {
      Field field = fields.get(position);
      if (field.getName().equals(name)) {
        Optional<DataType> type = sparkType(name);
        return type.isPresent() && isPlain(field, type.get())
            ? Optional.of(new PlainColumn(name, position, type.get()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Optional<DataType> sparkType(String name) {
    for (StructField column : schema.fields()) {
      if (column.name().equals(name)) {
        return Optional.of(column.dataType());
      }
    }
    return Optional.empty();
  }

  private static boolean isPlain(Field field, DataType type) {
    return ColumnNames.canBeNamed(field.getName())
        && field.getDictionary() == null
        && type.equals(typeOfSameValues(field));
  }

  /** The Spark type that has the stored type's values and order; null where there is none. */
  private static DataType typeOfSameValues(Field field) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Int integer && integer.getIsSigned()) {
      return switch (integer.getBitWidth()) {
        case Byte.SIZE -> DataTypes.ByteType;
        case Short.SIZE -> DataTypes.ShortType;
        case Integer.SIZE -> DataTypes.IntegerType;
        default -> DataTypes.LongType;
      };
    }
    if (type instanceof ArrowType.Decimal decimal && decimal.getBitWidth() == DECIMAL128_BITS) {
      return DataTypes.createDecimalType(decimal.getPrecision(), decimal.getScale());
    }
    if (type instanceof ArrowType.Date date && date.getUnit() == DateUnit.DAY) {
      return DataTypes.DateType;
    }
    if (type instanceof ArrowType.Timestamp timestamp
        && timestamp.getUnit() == TimeUnit.MICROSECOND) {
      return timestamp.getTimezone() == null ? DataTypes.TimestampNTZType : DataTypes.TimestampType;
    }
    if (type instanceof ArrowType.Utf8) {
      return DataTypes.StringType;
    }
    if (type instanceof ArrowType.Binary) {
      return DataTypes.BinaryType;
    }
    return type instanceof ArrowType.Bool ? DataTypes.BooleanType : null;
  }
}
