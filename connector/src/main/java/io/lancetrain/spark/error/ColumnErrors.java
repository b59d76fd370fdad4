package io.lancetrain.spark.error;

/** Errors in adding columns to the rows of a table. */
public final class ColumnErrors {
  private ColumnErrors() {}

  /** A DataFrame that does not say what is added to which rows; {@code reason} says why. */
  public static LanceException unfit(String table, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_SCHEMA_MISMATCH)
        .with("table", table)
        .with("reason", reason)
        .says("Cannot add columns to {table}: {reason}");
  }

  /** A table, or a write of it, to which columns cannot be added. */
  public static LanceException unsupported(String table, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_OPERATION)
        .with("table", table)
        .with("reason", reason)
        .says("Cannot add columns to {table}: {reason}");
  }

  /** An address that no row of the table's version has; {@code reason} says what is known. */
  public static LanceException noSuchRow(
      String table, long version, Object address, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_ROW_MISMATCH)
        .with("table", table)
        .with("version", version)
        .with("address", address)
        .with("reason", reason)
        .says(
            "Cannot add columns to version {version} of {table}: the DataFrame has a row with address"
                + " {address}, and {reason}. Read the addresses of the newest version again.");
  }

  /** Two rows with the same address. */
  public static LanceException duplicateRow(String table, long address) {
    return ErrorText.of(ErrorCondition.LANCE_ROW_MISMATCH)
        .with("table", table)
        .with("address", address)
        .says(
            "Cannot add columns to {table}: the DataFrame has more than one row with address"
                + " {address}. Keep one for each address.");
  }

  /** Rows of the table that the DataFrame does not have. */
  public static LanceException missingRows(String table, long missing, long rows) {
    return ErrorText.of(ErrorCondition.LANCE_ROW_MISMATCH)
        .with("table", table)
        .with("missing", missing)
        .with("rows", rows)
        .says(
            "Cannot add columns to {table}: the DataFrame has no row for {missing} of its {rows}"
                + " rows. Add them, or set option missingRows=null to let them be null there.");
  }

  /** A table that got another version since the write began. */
  public static LanceException changedSinceRead(String table, long read, long newest) {
    return ErrorText.of(ErrorCondition.LANCE_COMMIT_CONFLICT)
        .with("table", table)
        .with("read", read)
        .with("newest", newest)
        .says(
            "Cannot add columns to {table}: they were made for version {read}, and the newest is"
                + " {newest} by now, in which rows may be elsewhere. Nothing was committed. Read the"
                + " addresses of the newest version, and run the job again.");
  }

  /** Files that are not what was to be written. */
  public static LanceException otherRows(String table, int fragment, long places, long written) {
    return ErrorText.of(ErrorCondition.LANCE_NATIVE_FAILURE)
        .with("table", table)
        .with("fragment", fragment)
        .with("places", places)
        .with("written", written)
        .says(
            "Cannot add columns to {table}: fragment {fragment} has {places} rows, and {written} were"
                + " written for it. Nothing was committed. Run the job again.");
  }
}
