package io.lancetrain.spark.error;

import java.util.List;

/** Errors in writing rows and in committing them. */
public final class WriteErrors {
  private WriteErrors() {}

  /** A DataFrame that does not fit the table; each problem names a column and its types. */
  public static LanceException schemaMismatch(String table, List<String> problems) {
    return ErrorText.of(ErrorCondition.LANCE_SCHEMA_MISMATCH)
        .with("table", table)
        .with("problems", String.join("; ", problems))
        .says(
            "Cannot write to {table}: the DataFrame does not fit the table's schema: {problems}."
                + " Select and cast the columns as the table has them, or replace the table with"
                + " mode overwrite and option overwriteSchema=true.");
  }

  /** A table to whose files none of their version may be added. */
  public static LanceException oldFileVersion(String table, String fileVersion) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_OPERATION)
        .with("table", table)
        .with("fileVersion", fileVersion)
        .says(
            "Cannot append to {table}: its data files are of Lance file version {fileVersion},"
                + " which loses null structs in silence. Write the whole table again with mode"
                + " overwrite, which takes a newer version.");
  }

  /** A write of rows that failed. */
  public static LanceException commitConflict(String table, String operation, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_COMMIT_CONFLICT)
        .with("table", table)
        .with("operation", operation)
        .causedBy(cause)
        .says(
            "Cannot commit this {operation} to {table}: another writer changed the table in a way"
                + " that does not go together with it. Nothing of it was committed. Run the job"
                + " again.");
  }

  /** A commit of which it is not known whether it is in. */
  public static LanceException commitUnknown(
      String table, String operation, String transaction, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_COMMIT_UNKNOWN)
        .with("table", table)
        .with("operation", operation)
        .with("transaction", transaction)
        .causedBy(cause)
        .says(
            "Cannot tell whether this {operation} to {table} was committed: the store failed during"
                + " the commit and could not be asked afterwards. The data files were left in"
                + " place. Look for transaction {transaction} in the table's history (column"
                + " transaction of LanceTables.forPath(spark, path).history()) before you run the"
                + " job again: where it is there, the {operation} is in.");
  }

  /** A write that is in, and whose tag is not. */
  public static LanceException committedWithoutTag(
      String table, long version, String tag, LanceException cause) {
    return ErrorText.of(cause.condition())
        .with("table", table)
        .with("version", version)
        .with("tag", tag)
        .with("reason", cause.getMessage())
        .causedBy(cause)
        .says(
            "Cannot tag version {version} of {table} with '{tag}'. The rows are committed as that"
                + " version: do not write them again, tag the version instead. Reason: {reason}");
  }

  /** A write that was stopped before its end. */
  public static LanceException aborted(String table) {
    return ErrorText.of(ErrorCondition.LANCE_NATIVE_FAILURE)
        .with("table", table)
        .says("Cannot go on writing to {table}: the task was stopped. Nothing was committed.");
  }

  /** A value that was refused, with the row that has it. */
  public static LanceException inRow(LanceException refused, int partition, long row) {
    String text = refused.getMessage();
    ErrorText error = ErrorText.of(refused.condition());
    refused.getMessageParameters().forEach(error::with);
    return error
        .with("partition", partition)
        .with("row", row)
        .with("refusal", text.substring(text.indexOf(' ') + 1))
        .causedBy(refused)
        .says("{refusal} It is in row {row} of partition {partition} of the DataFrame.");
  }
}
