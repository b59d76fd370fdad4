package io.lancetrain.spark.error;

import java.util.List;

/** Errors in laying tables out for trainers. */
public final class TrainingErrors {
  private TrainingErrors() {}

  /** An option of the layout without the one that asks for it. */
  public static LanceException withoutShards(String option) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", option)
        .says(
            "Cannot use option '{option}' without training.shards, which asks for the training"
                + " layout. Set training.shards to the number of ranks times loader workers.");
  }

  /** The layout as an option of {@code writeTo}, which Spark passes on too late. */
  public static LanceException layoutAsOptionOfWriteTo(String table) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .says(
            "Cannot lay {table} out for training by an option of writeTo: Spark asks the table how"
                + " it is written before it passes these options on. Create or replace it with"
                + " tableProperty(\"training.shards\", …), or TBLPROPERTIES in SQL, or write it with"
                + " df.write.format(\"lance\") and save.");
  }

  /** An option that only a write as a whole can have. */
  public static LanceException fixedByTable(String table, String option, Object value, Object has) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .with("option", option)
        .with("value", value)
        .with("has", has)
        .says(
            "Cannot append to {table} with {option} = {value}: the table is laid out with {has}, and"
                + " an append keeps its layout. Leave the option out, or write the whole table"
                + " again with mode overwrite.");
  }

  /** Nothing to lay out. */
  public static LanceException noRows(String table) {
    return layout(table)
        .says(
            "Cannot lay {table} out for training: the input has no rows, and every shard needs"
                + " some. Nothing was written.");
  }

  /** Rows that do not fill one round, or would all have to be repeated. */
  public static LanceException tooFewRows(
      String table, long rows, long round, int shards, int batchSize) {
    return layout(table)
        .with("rows", rows)
        .with("round", round)
        .with("shards", shards)
        .with("batchSize", batchSize)
        .says(
            "Cannot lay {table} out for training: {rows} rows do not fill one round of {round} rows,"
                + " in which each of {shards} shards gets fragments of full batches of {batchSize}."
                + " Use fewer shards, a smaller training.batchSize or training.fragmentsPerShard, or"
                + " more rows. Nothing was written.");
  }

  /** Rows left over where none may be. */
  public static LanceException remainder(String table, long rows, long round, long left) {
    return layout(table)
        .with("rows", rows)
        .with("round", round)
        .with("left", left)
        .with("fewer", rows - left)
        .with("more", rows - left + round)
        .says(
            "Cannot lay {table} out for training: its {rows} rows are not a multiple of {round}"
                + " (fragments times batch size), {left} are left over, and training.remainder is"
                + " fail. Write {fewer} or {more} rows, or use training.remainder=drop or repeat."
                + " Nothing was written.");
  }

  /** More fragments than a table should have. */
  public static LanceException tooManyFragments(String table, long fragments, long most) {
    return layout(table)
        .with("fragments", fragments)
        .with("most", most)
        .says(
            "Cannot lay {table} out for training: that makes {fragments} fragments, and more than"
                + " {most} serve no trainer. Use fewer shards or a smaller"
                + " training.fragmentsPerShard. Nothing was written.");
  }

  /** Larger fragments than a file can count. */
  public static LanceException tooManyRowsPerFragment(String table, long rowsPerFragment) {
    return layout(table)
        .with("rowsPerFragment", rowsPerFragment)
        .says(
            "Cannot lay {table} out for training: a fragment would have {rowsPerFragment} rows. Use a"
                + " greater training.fragmentsPerShard. Nothing was written.");
  }

  /** A fragment that does not fit into one file. */
  public static LanceException fragmentInSeveralFiles(String table, long rows, long bytes) {
    return layout(table)
        .with("rows", rows)
        .with("bytes", bytes)
        .says(
            "Cannot lay {table} out for training: a fragment of {rows} rows does not fit into a data"
                + " file of less than 1 GiB ({bytes} bytes were written). Use a greater"
                + " training.fragmentsPerShard. Nothing was committed.");
  }

  /** Too many values to spread evenly. */
  public static LanceException tooManyClasses(String table, int most) {
    return layout(table)
        .with("most", most)
        .says(
            "Cannot lay {table} out for training: the columns of training.stratifyBy have more than"
                + " {most} values. Use columns with fewer, such as a label. Nothing was written.");
  }

  /** Rows of which too many are the same. */
  public static LanceException tooManyEqualRows(String table, long rows, long sent) {
    return layout(table)
        .with("rows", rows)
        .with("sent", sent)
        .says(
            "Cannot lay {table} out for training: so many of its {rows} rows are equal that {sent}"
                + " would have to be sent to share them out. Add a column that tells rows apart,"
                + " such as an id, or name better ones in training.key. Nothing was written.");
  }

  /** A column that an option names and the input has not. */
  public static LanceException noSuchColumn(
      String table, String option, String column, List<String> columns) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .with("option", option)
        .with("column", column)
        .with("columns", String.join(", ", columns))
        .says(
            "Cannot lay {table} out for training: {option} names the column '{column}', and the input"
                + " has {columns}. Name one of these.");
  }

  /** An input that was computed twice, with two results. */
  public static LanceException notTheSameTwice(String table) {
    return ErrorText.of(ErrorCondition.LANCE_INPUT_CHANGED)
        .with("table", table)
        .says(
            "Cannot lay {table} out for training: the input was computed twice, to count its rows and"
                + " to write them, and did not come out the same. A source has changed in between,"
                + " or the query has a part that depends on chance or time, such as rand(), uuid()"
                + " or current_timestamp(). Write its result to a table first and read that, or"
                + " name columns that do not change in training.key. Nothing was committed.");
  }

  /** Different rows of one hash where the hash decides. */
  public static LanceException rowsNotToldApart(String table) {
    return layout(table)
        .says(
            "Cannot lay {table} out for training: rows that differ have the same values in the"
                + " columns of training.key (or, without it, the same hash). Name columns in"
                + " training.key that tell all rows apart. Nothing was committed.");
  }

  /** A published layout that would break its promise. */
  public static LanceException brokenLayout(String table, String what) {
    return layout(table)
        .with("what", what)
        .says(
            "Cannot commit the training layout of {table}: {what}. Nothing was committed. Run the job"
                + " again; if that does not help, report it.");
  }

  /** An append to a table that is not laid out, or not any more. */
  public static LanceException notLaidOut(String table, List<String> problems) {
    return layout(table)
        .with("problems", String.join("; ", problems))
        .says(
            "Cannot append to {table} in the training layout: {problems}. Write the whole table again"
                + " with mode overwrite.");
  }

  /** A table without a training card. */
  public static LanceException noCard(String table) {
    return layout(table)
        .says(
            "Cannot find a training card of {table}: it was not laid out for training. Write it with"
                + " option training.shards.");
  }

  /** A card that this version cannot read. */
  public static LanceException unreadableCard(String table, String key, String value) {
    return layout(table)
        .with("key", key)
        .with("value", value)
        .says(
            "Cannot read the training card of {table}: its entry {key} is '{value}'. Write the table"
                + " again, or use a newer version of Lancetrain.");
  }

  /** A part of a split that failed; {@code written} are those that are in. */
  public static LanceException partNotWritten(
      String table, String part, List<String> written, Throwable cause) {
    return layout(table)
        .with("part", part)
        .with(
            "written",
            written.isEmpty()
                ? "No part was committed."
                : "These parts were committed before: "
                    + String.join(", ", written)
                    + ". Run the job again with mode overwrite.")
        .with("reason", ErrorText.reason(cause))
        .causedBy(cause)
        .says("Cannot write {part}, a part of the split of {table}. {written} Reason: {reason}");
  }

  private static ErrorText layout(String table) {
    return ErrorText.of(ErrorCondition.LANCE_TRAINING_LAYOUT).with("table", table);
  }
}
