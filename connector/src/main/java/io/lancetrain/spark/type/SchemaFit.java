package io.lancetrain.spark.type;

import io.lancetrain.spark.error.TypeErrors;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Whether rows of a DataFrame can be written into a table that exists. */
final class SchemaFit {
  private SchemaFit() {}

  static void check(StructType dataFrame, Schema table) {
    List<Field> fields = table.getFields();
    List<String> expected = fields.stream().map(Field::getName).toList();
    List<String> found = Arrays.stream(dataFrame.fields()).map(StructField::name).toList();
    if (!expected.equals(found)) {
      throw TypeErrors.columnsDiffer(found, expected);
    }
    for (Field field : fields) {
      WritableFields.check(field.getName(), field);
    }
    StructType readable = SparkSchemas.of(table);
    for (int i = 0; i < found.size(); i++) {
      check(found.get(i), dataFrame.fields()[i].dataType(), readable.fields()[i].dataType());
    }
  }

  private static void check(String column, DataType found, DataType expected) {
    if (found instanceof ArrayType from && expected instanceof ArrayType to) {
      check(ColumnPaths.element(column), from.elementType(), to.elementType());
    } else if (found instanceof MapType from && expected instanceof MapType to) {
      check(ColumnPaths.key(column), from.keyType(), to.keyType());
      check(ColumnPaths.value(column), from.valueType(), to.valueType());
    } else if (found instanceof StructType from
        && expected instanceof StructType to
        && Arrays.equals(from.fieldNames(), to.fieldNames())) {
      for (int i = 0; i < to.fields().length; i++) {
        String child = ColumnPaths.child(column, to.fieldNames()[i]);
        check(child, from.fields()[i].dataType(), to.fields()[i].dataType());
      }
    } else if (!found.equals(expected)
        && !(found instanceof DayTimeIntervalType && expected instanceof DayTimeIntervalType)) {
      throw TypeErrors.typeDiffers(column, found.sql(), expected.sql());
    }
  }
}
