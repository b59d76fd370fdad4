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
                + " mode overwrite and option overwriteSchema=true; an append with option"
                + " mergeSchema=true adds columns.");
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

  /** A write that would replace rows which it has not read. */
  public static LanceException changedSinceRead(
      String table, String operation, long read, long newest) {
    return ErrorText.of(ErrorCondition.LANCE_COMMIT_CONFLICT)
        .with("table", table)
        .with("operation", operation)
        .with("read", read)
        .with("newest", newest)
        .says(
            "Cannot commit this {operation} to {table}: it was made from version {read}, and the"
                + " newest is {newest} by now. Nothing of it was committed. Run the job again, or"
                + " set option onConflict=retry, which replaces what is there then.");
  }

  /** A write whose columns are no longer those of the table. */
  public static LanceException columnsChangedSinceRead(
      String table, String operation, long read, long newest) {
    return ErrorText.of(ErrorCondition.LANCE_COMMIT_CONFLICT)
        .with("table", table)
        .with("operation", operation)
        .with("read", read)
        .with("newest", newest)
        .says(
            "Cannot commit this {operation} to {table}: another writer changed the table's columns"
                + " between version {read}, from which it was made, and version {newest}. Nothing"
                + " of it was committed. Run the job again, with the new columns.");
  }

  /** An append whose columns are no longer those of the table, as a task finds. */
  public static LanceException columnsChanged(String table, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_COMMIT_CONFLICT)
        .with("table", table)
        .causedBy(cause)
        .says(
            "Cannot append to {table}: another writer changed the table's columns while the append"
                + " ran. Nothing of it was committed. Run the job again, with the new columns.");
  }

  /** A condition by which no rows can be replaced; {@code reason} says why and what to do. */
  public static LanceException conditionNotUsable(String table, String condition, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .with("condition", condition)
        .with("reason", reason)
        .says("Cannot replace rows of {table} by the condition {condition}: {reason}");
  }

  /** A new row that is not of those that it is to replace. */
  public static LanceException rowOutsideCondition(
      String table, String condition, int partition, long row, String values) {
    return ErrorText.of(ErrorCondition.LANCE_VALUE_OUT_OF_RANGE)
        .with("table", table)
        .with("condition", condition)
        .with("partition", partition)
        .with("row", row)
        .with("values", values)
        .says(
            "Cannot replace rows of {table} by the condition {condition}: row {row} of partition"
                + " {partition} ({values}) does not fulfil it. Write only rows that do.");
  }

  /** A value that was refused, and the row that it is in. */
  public static LanceException inRow(LanceException refused, int partition, long row) {
    String prefix = "[" + refused.condition() + "] ";
    ErrorText text =
        ErrorText.of(refused.condition())
            .with("problem", refused.getMessage().substring(prefix.length()))
            .with("partition", partition)
            .with("row", row)
            .causedBy(refused);
    refused.getMessageParameters().forEach(text::with);
    return text.says("{problem} It is in row {row} of partition {partition}.");
  }

  /** An option that does not go together with what the write does. */
  public static LanceException optionNotUsable(String option, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", option)
        .with("reason", reason)
        .says("Cannot write with option '{option}': {reason}");
  }

  /** Columns by which no rows can be replaced; {@code reason} says why and what to do. */
  public static LanceException clusterColumns(String table, String columns, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .with("columns", columns)
        .with("reason", reason)
        .says("Cannot use clusterBy = {columns} for {table}: {reason}");
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

  /** A lock of commits that others hold for too long. */
  public static LanceException commitNotLocked(String table, Exception cause) {
    return ErrorText.of(ErrorCondition.LANCE_COMMIT_CONFLICT)
        .with("table", table)
        .with("reason", String.valueOf(cause.getMessage()))
        .causedBy(cause)
        .says(
            "Cannot commit to {table}: the lock of option storage.commit.lock was not to be had"
                + " ({reason}). Nothing was committed. Run the job again once the other writer has"
                + " ended.");
  }
}
