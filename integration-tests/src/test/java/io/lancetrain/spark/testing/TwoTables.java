package io.lancetrain.spark.testing;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The same rows in a Lance table of several fragments, some with deleted rows, and in Parquet.
 *
 * @param lance the table; its rows have the order in which they were written
 * @param parquet the same rows, for Spark to answer the same question on its own
 * @param path of the Lance table
 */
public record TwoTables(Dataset<Row> lance, Dataset<Row> parquet, String path) {

  /**
   * Writes both.
   *
   * @param rows the rows
   * @param rowsPerFragment rows of a fragment, the last of each partition apart
   * @param deleted a condition that Spark and Lance take alike; its rows are deleted
   */
  public static TwoTables of(Dataset<Row> rows, int rowsPerFragment, String deleted) {
    String lance = TableStore.LOCAL_DISK.newTable();
    rows.write().format("lance").option("maxRowsPerFile", rowsPerFragment).save(lance);
    try (org.lance.Dataset table = org.lance.Dataset.open(Path.of(lance).toUri().toASCIIString())) {
      table.delete(deleted);
    }
    String parquet = lance + ".parquet";
    rows.where("NOT coalesce(" + deleted + ", false)").write().parquet(parquet);
    return new TwoTables(
        TestSession.shared().read().format("lance").load(lance),
        TestSession.shared().read().parquet(parquet),
        lance);
  }

  /** The same where each fragment is read by a task of its own, or by a few. */
  public TwoTables ofManyTasks() {
    return new TwoTables(
        TestSession.shared().read().format("lance").option("splitBytes", 1 << 16).load(path),
        parquet,
        path);
  }
}
