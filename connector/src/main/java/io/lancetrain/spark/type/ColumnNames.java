package io.lancetrain.spark.type;

import io.lancetrain.spark.error.TypeErrors;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which names the columns of a new table may have. */
final class ColumnNames {
  /** Lance adds columns of these names to what it reads. */
  private static final Set<String> RESERVED =
      Set.of(
          "_rowid",
          "_rowaddr",
          "_fragid",
          "_rowoffset",
          "_distance",
          "_score",
          "_row_created_at_version",
          "_row_last_updated_at_version");

  private ColumnNames() {}

  static void check(StructType schema) {
    for (StructField field : schema.fields()) {
      String name = field.name();
      if (name.contains(".")) {
        throw TypeErrors.columnName(name, "Lance allows no dot in it. Rename the column.");
      }
      if (RESERVED.contains(name)) {
        throw TypeErrors.columnName(
            name, "Lance has a metadata column of this name. Rename the column.");
      }
    }
  }
}
