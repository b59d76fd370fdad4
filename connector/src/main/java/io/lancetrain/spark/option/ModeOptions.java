package io.lancetrain.spark.option;

import io.lancetrain.spark.option.LanceOption.Use;
import java.util.List;

/**
 * Options of what a write does to the rows and columns that are there, and of its commit.
 *
 * @since 0.1.0
 */
public final class ModeOptions {
  public static final LanceOption<OnConflict> ON_CONFLICT =
      new LanceOption<>(
          "onConflict",
          Use.WRITE,
          "fail",
          "fail or retry",
          text -> Parsers.constant(OnConflict.class, text),
          "What a write that replaces rows does where the table has changed since it was read:"
              + " `fail`, or `retry` and replace what is there then.");

  public static final LanceOption<String> TXN_APP_ID =
      new LanceOption<>(
          "txnAppId",
          Use.WRITE,
          "none",
          "a name",
          Parsers::text,
          "With `txnVersion`: what the application calls itself. Of one application a table takes"
              + " each number once, and none below the last; such a write does nothing.");

  public static final LanceOption<Long> TXN_VERSION =
      new LanceOption<>(
          "txnVersion",
          Use.WRITE,
          "none",
          "a whole number from 0",
          Parsers::longFromZero,
          "With `txnAppId`: the number of this write.");

  public static final LanceOption<String> USER_METADATA =
      new LanceOption<>(
          "userMetadata",
          Use.WRITE,
          "none",
          "a text",
          Parsers::text,
          "A text that the version's history keeps.");

  public static final LanceOption<String> REPLACE_WHERE =
      new LanceOption<>(
          "replaceWhere",
          Use.WRITE,
          "none",
          "a condition in Spark's SQL",
          Parsers::text,
          "Lets `mode(\"overwrite\")` replace only the rows that fulfil this condition, which all new"
              + " rows have to fulfil.");

  public static final LanceOption<PartitionOverwriteMode> PARTITION_OVERWRITE_MODE =
      new LanceOption<>(
          "partitionOverwriteMode",
          Use.WRITE,
          "`spark.sql.sources.partitionOverwriteMode`",
          "static or dynamic",
          text -> Parsers.constant(PartitionOverwriteMode.class, text),
          "With `dynamic`, `mode(\"overwrite\")` of a table that declares `clusterBy` replaces only the"
              + " rows whose values of those columns come in the new rows too.");

  public static final LanceOption<List<String>> CLUSTER_BY =
      new LanceOption<>(
          "clusterBy",
          Use.WRITE,
          "the table's property",
          "a list of columns, such as day,country",
          Parsers::names,
          "The columns whose values say which rows a dynamic overwrite replaces. A new table, and an"
              + " overwrite of all rows, keep them as the table's property `clusterBy`.");

  public static final LanceOption<Boolean> MERGE_SCHEMA =
      new LanceOption<>(
          "mergeSchema",
          Use.WRITE,
          "false",
          "true or false",
          Parsers::strictBoolean,
          "Lets an append add the columns, and fields of structs, that the table lacks; they are null"
              + " in its old rows.");

  /** All of them, in the order of the reference page. */
  public static final List<LanceOption<?>> ALL =
      List.of(
          MERGE_SCHEMA,
          REPLACE_WHERE,
          PARTITION_OVERWRITE_MODE,
          CLUSTER_BY,
          ON_CONFLICT,
          TXN_APP_ID,
          TXN_VERSION,
          USER_METADATA);

  private ModeOptions() {}
}
