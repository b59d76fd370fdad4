package io.lancetrain.spark;

import io.lancetrain.spark.dataset.HistoryEntry;
import io.lancetrain.spark.dataset.TableBranch;
import io.lancetrain.spark.dataset.TableTag;
import io.lancetrain.spark.maintenance.OrphanRemoval.Orphan;
import io.lancetrain.spark.storage.resolver.StorageReport;
import java.sql.Timestamp;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A DataFrame of what a table has of one kind, as {@link LanceTables} documents it.
 *
 * @param schema its columns
 * @param row the columns of one
 */
record Listing<T>(StructType schema, Function<T, Row> row) {
  static final Listing<HistoryEntry> HISTORY =
      new Listing<>(
          new StructType()
              .add("version", DataTypes.LongType, false)
              .add("timestamp", DataTypes.TimestampType, false)
              .add("operation", DataTypes.StringType, true)
              .add("rows", DataTypes.LongType, false)
              .add("fragments", DataTypes.LongType, false)
              .add(
                  "properties",
                  DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false),
                  false)
              .add("transaction", DataTypes.StringType, true),
          entry ->
              RowFactory.create(
                  entry.version(),
                  Timestamp.from(entry.committed()),
                  entry.operation().orElse(null),
                  entry.rows(),
                  entry.fragments(),
                  entry.properties(),
                  entry.transaction().orElse(null)));

  static final Listing<TableTag> TAGS =
      new Listing<>(
          new StructType()
              .add("name", DataTypes.StringType, false)
              .add("version", DataTypes.LongType, false)
              .add("created", DataTypes.TimestampType, true)
              .add("branch", DataTypes.StringType, true),
          tag ->
              RowFactory.create(
                  tag.name(),
                  tag.version(),
                  tag.created().map(Timestamp::from).orElse(null),
                  nullForMain(tag.branch())));

  static final Listing<TableBranch> BRANCHES =
      new Listing<>(
          new StructType()
              .add("name", DataTypes.StringType, false)
              .add("parent", DataTypes.StringType, true)
              .add("parentVersion", DataTypes.LongType, false)
              .add("created", DataTypes.TimestampType, false),
          branch ->
              RowFactory.create(
                  branch.name(),
                  nullForMain(branch.parent()),
                  branch.parentVersion(),
                  Timestamp.from(branch.created())));

  static final Listing<Orphan> ORPHANS =
      new Listing<>(
          new StructType()
              .add("path", DataTypes.StringType, false)
              .add("bytes", DataTypes.LongType, false)
              .add("modified", DataTypes.TimestampType, false)
              .add("fate", DataTypes.StringType, false),
          orphan ->
              RowFactory.create(
                  orphan.file().path(),
                  orphan.file().bytes(),
                  Timestamp.from(orphan.file().modified()),
                  orphan.fate().name()));

  static final Listing<StorageReport.Line> STORAGE =
      new Listing<>(
          new StructType()
              .add("setting", DataTypes.StringType, false)
              .add("value", DataTypes.StringType, false)
              .add("source", DataTypes.StringType, false),
          line -> RowFactory.create(line.setting(), line.value(), line.source()));

  /** These, in their order. */
  Dataset<Row> of(List<T> all, SparkSession session) {
    return session.createDataFrame(all.stream().map(row).toList(), schema);
  }

  private static String nullForMain(String branch) {
    return branch.isEmpty() ? null : branch;
  }
}
