package io.lancetrain.spark.option;

import io.lancetrain.spark.option.LanceOption.Use;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every option of the connector. The reference page {@code connector/docs/options.md} is generated
 * from this list.
 *
 * @since 0.1.0
 */
public final class LanceOptions {
  /** Options that begin with this name a storage setting and are checked by {@code storage}. */
  public static final String STORAGE_PREFIX = "storage.";

  public static final LanceOption<String> PATH =
      new LanceOption<>(
          "path",
          Use.READ_AND_WRITE,
          "none",
          "a path or URI",
          Parsers::text,
          "Where the table is; `load(uri)` and `save(uri)` set it.");

  public static final LanceOption<Long> VERSION_AS_OF =
      new LanceOption<>(
          "versionAsOf",
          Use.READ,
          "the newest",
          "a whole number from 1",
          Parsers::positiveLong,
          "Reads this version of the table.");

  public static final LanceOption<String> TIMESTAMP_AS_OF =
      new LanceOption<>(
          "timestampAsOf",
          Use.READ,
          "now",
          "a timestamp, such as 2026-11-22 10:00:00",
          Parsers::text,
          "Reads the version that was the newest at this time, in the session's time zone.");

  public static final LanceOption<String> TAG =
      new LanceOption<>(
          "tag",
          Use.READ_AND_WRITE,
          "none",
          "a tag's name: letters, digits, '.', '-' and '_'",
          Parsers::tagName,
          "Reads the version that carries this tag, or tags the version that the write makes.");

  public static final LanceOption<String> BRANCH =
      new LanceOption<>(
          "branch",
          Use.READ_AND_WRITE,
          "the main branch",
          "a branch's name: letters, digits, '.', '-', '_' and '/', no part of it beginning with '_'",
          Parsers::branchName,
          "Reads or writes this branch of the table, which has versions of its own.");

  public static final LanceOption<Long> SPLIT_BYTES =
      new LanceOption<>(
          "splitBytes",
          Use.READ,
          "`spark.sql.files.maxPartitionBytes`",
          "a size from 1 byte, such as 134217728 or 128m",
          Parsers::bytes,
          "About how many bytes of the projected columns one task reads.");

  public static final LanceOption<Long> BATCH_BYTES =
      new LanceOption<>(
          "batchBytes",
          Use.READ_AND_WRITE,
          "8m",
          "a size from 1 byte, such as 8388608 or 8m",
          Parsers::bytes,
          "About how many bytes one Arrow batch holds; its rows follow from their width.");

  public static final LanceOption<Long> READ_AHEAD_BYTES =
      new LanceOption<>(
          "readAheadBytes",
          Use.READ,
          "64m",
          "a size from 0 bytes, such as 67108864 or 64m",
          Parsers::bytesOrNone,
          "About how many bytes one task fetches before Spark asks for them; with 0, one batch.");

  public static final LanceOption<NanosecondTimestamps> NANOSECOND_TIMESTAMPS =
      new LanceOption<>(
          "nanosecondTimestamps",
          Use.READ,
          "exact",
          "exact or truncate",
          text -> Parsers.constant(NanosecondTimestamps.class, text),
          "What to do with a timestamp or duration in nanoseconds that Spark's microseconds cannot"
              + " hold: `exact` fails, `truncate` rounds towards the past.");

  public static final LanceOption<Sampling> SAMPLING =
      new LanceOption<>(
          "sampling",
          Use.READ,
          "ranges",
          "ranges or rows",
          text -> Parsers.constant(Sampling.class, text),
          "How `TABLESAMPLE` and `sample` choose: `ranges` takes whole ranges of neighbouring rows,"
              + " a batch each, and reads only those, where the table has enough of them; `rows`"
              + " reads everything and chooses each row by itself.");

  public static final LanceOption<Map<String, Integer>> VECTORS =
      new LanceOption<>(
          "vectors",
          Use.WRITE,
          "none",
          "a list such as embedding:256,face.encoding:128",
          Parsers::vectors,
          "Array columns to write as vectors (fixed-size lists), with their lengths.");

  public static final LanceOption<String> FILE_VERSION =
      new LanceOption<>(
          "fileVersion",
          Use.WRITE,
          "2.1, or 2.2 where the schema has a map or a vector of structs",
          "2.1 or 2.2",
          Parsers::fileVersion,
          "The Lance file version of the data files that a new table or an overwrite writes.");

  public static final LanceOption<Long> MAX_ROWS_PER_FILE =
      new LanceOption<>(
          "maxRowsPerFile",
          Use.WRITE,
          "1048576",
          "a whole number from 1 to 2147483647",
          Parsers::positiveInt,
          "A data file, and so a fragment, has at most this many rows.");

  public static final LanceOption<Long> MAX_BYTES_PER_FILE =
      new LanceOption<>(
          "maxBytesPerFile",
          Use.WRITE,
          "512m",
          "a size from 1 byte to 800m, such as 536870912 or 512m",
          Parsers::fileBytes,
          "A data file is closed soon after it has this size: what Lance has not encoded by then, up"
              + " to 8 MiB for each column, still goes into it. So that it stays below 1 GiB, it"
              + " is closed earlier where there are more than some 60 columns.");

  public static final LanceOption<Long> WRITE_BUFFER_BYTES =
      new LanceOption<>(
          "writeBufferBytes",
          Use.WRITE,
          "16m",
          "a size from 1 byte, such as 16777216 or 16m",
          Parsers::bytes,
          "How many bytes of batches one task holds outside the heap, filled, waiting and being"
              + " encoded; a batch has at most a quarter of them. A row wider than that is a batch"
              + " of its own. Lance's encoders keep up to 8 MiB for each column beside it.");

  public static final LanceOption<Distribution> DISTRIBUTION =
      new LanceOption<>(
          "distribution",
          Use.WRITE,
          "none",
          "none, size, columns or sorted",
          text -> Parsers.constant(Distribution.class, text),
          "How Spark shuffles the rows before the write, so that many small partitions do not"
              + " become many small files: `none` writes each partition as it is; `size` makes"
              + " partitions of about half of `maxBytesPerFile`; `columns` does so with equal"
              + " values of `distributionColumns` together; `sorted` sorts by them. The sizes are"
              + " those of the shuffled rows, and need adaptive query execution, which is on by"
              + " default.");

  public static final LanceOption<List<String>> DISTRIBUTION_COLUMNS =
      new LanceOption<>(
          "distributionColumns",
          Use.WRITE,
          "none",
          "a list of columns, such as day,label",
          Parsers::names,
          "The columns of `distribution` = `columns` or `sorted`.");

  public static final LanceOption<Boolean> OVERWRITE_SCHEMA =
      new LanceOption<>(
          "overwriteSchema",
          Use.WRITE,
          "false",
          "true or false",
          Parsers::strictBoolean,
          "Lets `mode(\"overwrite\")` replace the table's schema by the DataFrame's.");

  public static final LanceOption<Boolean> ADD_COLUMNS =
      new LanceOption<>(
          "addColumns",
          Use.WRITE,
          "false",
          "true or false",
          Parsers::strictBoolean,
          "Lets `mode(\"append\")` add the DataFrame's columns to the table's rows, which its"
              + " column `_rowaddr` or `_rowid` names, in place of adding rows.");

  public static final LanceOption<MissingRows> MISSING_ROWS =
      new LanceOption<>(
          "missingRows",
          Use.WRITE,
          "fail",
          "fail or null",
          text -> Parsers.constant(MissingRows.class, text),
          "With `addColumns`, what to do where the DataFrame lacks rows of the table: `fail`, or let"
              + " the new columns be `null` there.");

  /** All options, in the order of the reference page. */
  public static final List<LanceOption<?>> ALL =
      Stream.of(
              List.<LanceOption<?>>of(
                  PATH,
                  VERSION_AS_OF,
                  TIMESTAMP_AS_OF,
                  TAG,
                  BRANCH,
                  SPLIT_BYTES,
                  BATCH_BYTES,
                  READ_AHEAD_BYTES,
                  NANOSECOND_TIMESTAMPS,
                  SAMPLING,
                  VECTORS,
                  FILE_VERSION,
                  MAX_ROWS_PER_FILE,
                  MAX_BYTES_PER_FILE,
                  WRITE_BUFFER_BYTES,
                  DISTRIBUTION,
                  DISTRIBUTION_COLUMNS,
                  OVERWRITE_SCHEMA,
                  ADD_COLUMNS,
                  MISSING_ROWS),
              ModeOptions.ALL,
              TrainingOptions.ALL)
          .flatMap(List::stream)
          .toList();

  private LanceOptions() {}
}
