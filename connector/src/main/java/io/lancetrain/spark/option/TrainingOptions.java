package io.lancetrain.spark.option;

import io.lancetrain.spark.option.LanceOption.Use;
import java.util.List;
import java.util.Map;

/**
 * The options of the training layout. As table properties they declare it, so that every later
 * write of the table keeps it.
 */
public final class TrainingOptions {
  /** Names of the training layout's options begin like this. */
  public static final String PREFIX = "training.";

  public static final LanceOption<Long> SHARDS =
      new LanceOption<>(
          PREFIX + "shards",
          Use.WRITE,
          "none: rows are written as they come",
          "a whole number from 1 to 2147483647",
          Parsers::positiveInt,
          "Lays the table out for trainers: the number of fragments is a multiple of this, all have"
              + " the same number of rows, and the rows are a permutation of the input. Ranks times"
              + " loader workers that must get equal shares.");

  public static final LanceOption<Long> BATCH_SIZE =
      new LanceOption<>(
          PREFIX + "batchSize",
          Use.WRITE,
          "1",
          "a whole number from 1 to 2147483647",
          Parsers::positiveInt,
          "The rows of each fragment are a multiple of this.");

  public static final LanceOption<Long> SEED =
      new LanceOption<>(
          PREFIX + "seed",
          Use.WRITE,
          "0",
          "a whole number",
          Parsers::wholeNumber,
          "Chooses the permutation: the same rows and seed give the same fragments.");

  public static final LanceOption<Long> FRAGMENTS_PER_SHARD =
      new LanceOption<>(
          PREFIX + "fragmentsPerShard",
          Use.WRITE,
          "as many as keep a data file below `maxBytesPerFile`, by the rows' bytes in memory",
          "a whole number from 1 to 2147483647",
          Parsers::positiveInt,
          "How many fragments each shard gets.");

  public static final LanceOption<Remainder> REMAINDER =
      new LanceOption<>(
          PREFIX + "remainder",
          Use.WRITE,
          "drop",
          "drop, repeat or fail",
          text -> Parsers.constant(Remainder.class, text),
          "What becomes of rows that do not fill all fragments evenly: `drop` leaves them out,"
              + " `repeat` fills up with rows that are there already, `fail` refuses the write.");

  public static final LanceOption<List<String>> KEY =
      new LanceOption<>(
          PREFIX + "key",
          Use.WRITE,
          "all columns",
          "a list of columns, such as id or site,id",
          Parsers::names,
          "Columns that tell the rows apart and come out the same whenever the input is computed."
              + " The permutation follows from them. Needed where other columns do not, such as"
              + " `current_timestamp()`; faster where rows are wide.");

  public static final LanceOption<List<String>> STRATIFY_BY =
      new LanceOption<>(
          PREFIX + "stratifyBy",
          Use.WRITE,
          "none",
          "a list of columns, such as label",
          Parsers::names,
          "Spreads the rows of each value of these columns evenly over the fragments.");

  public static final LanceOption<Map<String, Double>> SPLIT =
      new LanceOption<>(
          PREFIX + "split",
          Use.WRITE,
          "none: one table",
          "a list such as train=0.9,test=0.1, of shares that make 1",
          Parsers::shares,
          "Writes tables of their own beside each other instead of one: `digits.lance` with"
              + " `train=0.9,test=0.1` becomes `digits_train.lance` and `digits_test.lance`.");

  public static final LanceOption<List<String>> SPLIT_BY =
      new LanceOption<>(
          PREFIX + "splitBy",
          Use.WRITE,
          "`training.key`",
          "a list of columns, such as patient",
          Parsers::names,
          "Rows with the same values of these columns go to the same part of the split, in every"
              + " write, whatever the seed.");

  static final List<LanceOption<?>> ALL =
      List.of(
          SHARDS,
          BATCH_SIZE,
          SEED,
          FRAGMENTS_PER_SHARD,
          REMAINDER,
          KEY,
          STRATIFY_BY,
          SPLIT,
          SPLIT_BY);

  private TrainingOptions() {}
}
