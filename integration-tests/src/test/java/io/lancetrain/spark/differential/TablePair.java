package io.lancetrain.spark.differential;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.lancetrain.spark.testing.TableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The same rows in a Lance table and in Parquet, Lance's metadata columns among them.
 *
 * @param lance reads the Lance table
 * @param oracle reads the Parquet files, with nothing pushed but columns
 */
record TablePair(Dataset<Row> lance, Dataset<Row> oracle) {
  private static final List<String> METADATA = List.of("_rowid", "_rowaddr", "_fragid");

  static TablePair write(SparkSession spark, TableData data) {
    String path = TableStore.LOCAL_DISK.newTable();
    data.dataFrame(spark)
        .write()
        .format("lance")
        .option("maxRowsPerFile", data.rowsPerFragment())
        .save(path);
    if (!data.deleted().isEmpty()) {
      delete(path, data);
    }
    Dataset<Row> lance = spark.read().format("lance").load(path);
    Dataset<Row> rows = data.dataFrame(spark);
    if (!data.deleted().isEmpty()) {
      rows = rows.where(not(col(TableData.ID).isin(data.deleted().toArray())));
    }
    return new TablePair(lance, parquet(spark, rows, lance));
  }

  /** A table that is there already: what Spark reads of it without a filter is the oracle. */
  static TablePair of(SparkSession spark, Dataset<Row> lance) {
    return new TablePair(lance, parquet(spark, lance, lance));
  }

  private static void delete(String path, TableData data) {
    String ids = data.deleted().stream().map(String::valueOf).collect(Collectors.joining(", "));
    try (org.lance.Dataset table = org.lance.Dataset.open(path)) {
      table.delete(TableData.ID + " IN (" + ids + ")");
    }
  }

  /** The files name columns by number: Parquet does not take every name. */
  private static Dataset<Row> parquet(SparkSession spark, Dataset<Row> rows, Dataset<Row> lance) {
    Dataset<Row> whereRowsLie =
        lance.select(
            col(TableData.ID).as("joined"), col("_rowid"), col("_rowaddr"), col("_fragid"));
    String[] names = rows.columns();
    List<Column> numbered = new ArrayList<>();
    List<Column> named = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      numbered.add(col("`" + names[i] + "`").as("c" + i));
      named.add(col("c" + i).as(names[i]));
    }
    METADATA.forEach(name -> numbered.add(col(name)));
    METADATA.forEach(name -> named.add(col(name)));
    String path = TableStore.LOCAL_DISK.newTable();
    rows.join(whereRowsLie, col(TableData.ID).equalTo(col("joined")))
        .select(numbered.toArray(Column[]::new))
        .coalesce(1)
        .write()
        .parquet(path);
    return spark.read().parquet(path).select(named.toArray(Column[]::new));
  }
}
