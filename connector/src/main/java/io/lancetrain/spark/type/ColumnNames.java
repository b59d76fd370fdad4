package io.lancetrain.spark.type;

import io.lancetrain.spark.error.TypeErrors;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Which names the columns and struct fields of a new table may have, and which of them Lance can be
 * asked for. Names that differ only in case are two names to Lance, and allowed.
 */
public final class ColumnNames {
  /** Metadata columns: Lance refuses most of these, and ends the process on the last two. */
  private static final Set<String> RESERVED =
      Set.of(
          "_rowid",
          "_rowaddr",
          "_fragid",
          "_rowoffset",
          "_row_created_at_version",
          "_row_last_updated_at_version");

  private ColumnNames() {}

  /**
   * Whether a projection or a filter can name the column. Lance takes a star for all columns, and
   * finds no name with a backtick.
   */
  public static boolean canBeNamed(String name) {
    return !name.equals("*") && name.indexOf('`') < 0 && NativeText.isKept(name);
  }

  /**
   * Refuses a schema with a name that Lance refuses, or would not find or show again.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_UNSUPPORTED_COLUMN_NAME with the path
   */
  static void check(StructType schema) {
    for (StructField field : schema.fields()) {
      String name = field.name();
      if (name.contains(".")) {
        throw TypeErrors.columnName(name, "Lance allows no dot in it. Rename the column.");
      }
      if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        throw TypeErrors.columnName(
            name, "a metadata column of Lance tables has this name. Rename the column.");
      }
    }
    checkFields("", schema);
  }

  private static void checkFields(String parent, StructType struct) {
    Set<String> seen = new HashSet<>();
    for (StructField field : struct.fields()) {
      String name = field.name();
      String path = ColumnPaths.child(parent, name);
      if (name.isEmpty()) {
        throw TypeErrors.columnName(path, "it is empty. Rename the column.");
      }
      if (name.indexOf('`') >= 0 || name.indexOf('\0') >= 0) {
        throw TypeErrors.columnName(
            path, "Lance does not find a name with a backtick or a null character again.");
      }
      if (!seen.add(name)) {
        throw TypeErrors.columnName(path, "it is there twice. Rename one of the two.");
      }
      checkType(path, field.dataType());
    }
  }

  private static void checkType(String path, DataType type) {
    if (type instanceof StructType struct) {
      checkFields(path, struct);
    } else if (type instanceof ArrayType array) {
      checkType(ColumnPaths.element(path), array.elementType());
    } else if (type instanceof MapType map) {
      checkType(ColumnPaths.key(path), map.keyType());
      checkType(ColumnPaths.value(path), map.valueType());
    }
  }
}
