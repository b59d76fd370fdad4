package io.lancetrain.spark.error;

/**
 * The stable names of what can go wrong, with the SQLSTATE that goes with each.
 *
 * <p>A condition is what a program tests for ({@code SparkThrowable.getCondition()}); the message
 * is what a person reads.
 *
 * @since 0.1.0
 */
public enum ErrorCondition {
  LANCE_UNKNOWN_OPTION("42616"),
  LANCE_INVALID_OPTION("22023"),
  LANCE_INVALID_PATH("42K03"),
  LANCE_PATH_NOT_FOUND("42K03"),
  LANCE_TABLE_EXISTS("42P07"),
  LANCE_VERSION_NOT_FOUND("42K03"),
  LANCE_TAG_NOT_FOUND("42K03"),
  LANCE_TAG_EXISTS("42710"),
  LANCE_BRANCH_NOT_FOUND("42K03"),
  LANCE_BRANCH_EXISTS("42710"),
  LANCE_BRANCH_IN_USE("2BP01"),
  LANCE_UNSUPPORTED_TYPE("0A000"),
  LANCE_UNSUPPORTED_COLUMN_NAME("42602"),
  LANCE_EMPTY_SCHEMA("42K0H"),
  LANCE_SCHEMA_MISMATCH("42KDE"),
  LANCE_ROW_MISMATCH("22000"),
  LANCE_VALUE_OUT_OF_RANGE("22003"),
  LANCE_UNSUPPORTED_OPERATION("0A000"),
  LANCE_ACCESS_DENIED("42501"),
  LANCE_BUCKET_NOT_FOUND("42K03"),
  LANCE_STORE_UNREACHABLE("08001"),
  LANCE_STORE_FULL("53100"),
  LANCE_UNSAFE_STORE("0A000"),
  LANCE_CORRUPT_TABLE("XX001"),
  LANCE_FILE_MISSING("58030"),
  LANCE_TRAINING_LAYOUT("22023"),
  LANCE_INPUT_CHANGED("22000"),
  LANCE_COMMIT_CONFLICT("40001"),
  LANCE_COMMIT_UNKNOWN("08007"),
  LANCE_NATIVE_LIBRARY("58000"),
  LANCE_NATIVE_FAILURE("58030");

  private final String sqlState;

  ErrorCondition(String sqlState) {
    this.sqlState = sqlState;
  }

  /** The five characters of the SQLSTATE that clients may branch on. */
  public String sqlState() {
    return sqlState;
  }
}
