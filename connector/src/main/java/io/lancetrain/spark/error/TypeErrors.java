package io.lancetrain.spark.error;

import java.util.List;

/** Errors in schemas and values: what cannot be held, read or converted without loss. */
public final class TypeErrors {
  private TypeErrors() {}

  /** A column that cannot be written; {@code reason} says why and what to do instead. */
  public static LanceException cannotWrite(String column, String type, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_TYPE)
        .with("column", column)
        .with("type", type)
        .with("reason", reason)
        .says("Cannot write column '{column}' of type {type}: {reason}");
  }

  /** A column that cannot be read; {@code reason} says why and what to do instead. */
  public static LanceException cannotRead(String column, String type, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_TYPE)
        .with("column", column)
        .with("type", type)
        .with("reason", reason)
        .says("Cannot read column '{column}' of type {type}: {reason}");
  }

  /** A column name that Lance refuses. */
  public static LanceException columnName(String column, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_COLUMN_NAME)
        .with("column", column)
        .with("reason", reason)
        .says("Cannot use column name '{column}': {reason}");
  }

  /** A DataFrame without columns. */
  public static LanceException noColumns(String table) {
    return ErrorText.of(ErrorCondition.LANCE_EMPTY_SCHEMA)
        .with("table", table)
        .says(
            "Cannot write {table}: the DataFrame has no columns, and a Lance table needs at least"
                + " one. Select a column before writing.");
  }

  /** A value that its target type cannot hold. */
  public static LanceException value(String column, Object value, String type, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_VALUE_OUT_OF_RANGE)
        .with("column", column)
        .with("value", value)
        .with("type", type)
        .with("reason", reason)
        .says("Cannot hold value {value} of column '{column}' as {type}: {reason}");
  }

  /** A DataFrame whose columns have other names, or another order, than the table's. */
  public static LanceException columnsDiffer(List<String> dataFrame, List<String> table) {
    return ErrorText.of(ErrorCondition.LANCE_SCHEMA_MISMATCH)
        .with("found", String.join(", ", dataFrame))
        .with("expected", String.join(", ", table))
        .says(
            "Cannot write the DataFrame into the table: its columns are [{found}], the table's are"
                + " [{expected}]. Select the table's columns in the table's order.");
  }

  /** A column whose type is another than the table's. */
  public static LanceException typeDiffers(String column, String dataFrame, String table) {
    return ErrorText.of(ErrorCondition.LANCE_SCHEMA_MISMATCH)
        .with("column", column)
        .with("found", dataFrame)
        .with("expected", table)
        .says(
            "Cannot write column '{column}' into the table: it is {found}, the table's is"
                + " {expected}. Cast the column to the table's type.");
  }
}
