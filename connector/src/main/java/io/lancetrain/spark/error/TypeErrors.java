package io.lancetrain.spark.error;

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
}
