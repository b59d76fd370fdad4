package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ColumnOrder;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.type.ColumnNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Spark's orders that Lance keeps exactly: of whole columns, and of types that both sort alike.
 *
 * <p>Floating-point numbers are not among them: to Lance -0.0 comes before 0.0, and a NaN with its
 * sign bit set before every number. Nor are types that Spark sees as another than the stored one.
 */
final class PushedOrder {
  /**
   * Lance keeps the first rows in a heap, in memory that Spark does not count, and the more rows it
   * holds the slower it is: Spark's own sort is faster for a million.
   */
  private static final long MOST_ROWS = 10_000;

  private static final int DECIMAL128_BITS = 128;

  private final TableSnapshot snapshot;
  private final StructType schema;

  PushedOrder(TableSnapshot snapshot, StructType schema) {
    this.snapshot = snapshot;
    this.schema = schema;
  }

  /** The order for Lance; empty where Spark has to sort on its own. */
  Optional<List<ColumnOrder>> of(SortOrder[] orders, long limit) {
    if (limit > MOST_ROWS) {
      return Optional.empty();
    }
    List<ColumnOrder> translated = new ArrayList<>();
    for (SortOrder order : orders) {
      Optional<String> column = column(order);
      if (column.isEmpty()) {
        return Optional.empty();
      }
      translated.add(new ColumnOrder(column.get(), order.direction(), order.nullOrdering()));
    }
    return Optional.of(List.copyOf(translated));
  }

  private Optional<String> column(SortOrder order) {
    if (order.expression() instanceof NamedReference reference
        && reference.fieldNames().length == 1) {
      String name = reference.fieldNames()[0];
      boolean sortsAlike =
          ColumnNames.canBeNamed(name)
              && sparkType(name).equals(field(name).map(PushedOrder::typeThatSortsAlike));
      return sortsAlike ? Optional.of(name) : Optional.empty();
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

  private Optional<Field> field(String name) {
    return snapshot.schema().getFields().stream()
        .filter(field -> field.getName().equals(name) && field.getDictionary() == null)
        .findFirst();
  }

  /** The Spark type whose order the stored type has, value by value; null where there is none. */
  private static DataType typeThatSortsAlike(Field field) {
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
