package io.lancetrain.spark.type;

import io.lancetrain.spark.error.TypeErrors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Which fields of a table that exists can be appended to, of those that can be read. */
final class WritableFields {
  private WritableFields() {}

  /**
   * Refuses a field, or a field within it, that cannot be written.
   *
   * @param column the field's dotted path
   */
  static void check(String column, Field field) {
    ArrowType type = ArrowFields.storageType(field);
    if (field.getDictionary() != null) {
      throw TypeErrors.cannotWrite(
          column,
          "dictionary of " + type,
          "the dictionary was fixed when the table was made. Rewrite the table with plain values.");
    }
    if (type instanceof ArrowType.Null) {
      throw TypeErrors.cannotWrite(
          column, type.toString(), "a column without a type cannot be stored.");
    }
    if (ArrowFields.isFloat16(type)) {
      throw TypeErrors.cannotWrite(
          column, type.toString(), "Spark's floats do not fit into 16 bits without loss.");
    }
    if (ArrowFields.isJson(field)) {
      throw TypeErrors.cannotWrite(
          column, "JSON", "Spark cannot make the binary form that the table keeps.");
    }
    for (Field child : field.getChildren()) {
      check(ColumnPaths.of(column, type, child), child);
    }
  }
}
