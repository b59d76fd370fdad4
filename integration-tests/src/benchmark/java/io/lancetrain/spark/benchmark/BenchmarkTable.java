package io.lancetrain.spark.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * One table, the same rows as Parquet and as Lance: {@code NAME.parquet} and {@code NAME.lance}.
 *
 * @param name its name in queries
 * @param lanceOptions how the connector writes it
 * @param rows makes its rows, the same in every run
 */
record BenchmarkTable(
    String name, Map<String, String> lanceOptions, Function<SparkSession, Dataset<Row>> rows) {
  private static final int FILES = 4;
  private static final int ROWS_OF_SMALL_FRAGMENTS = 10;

  /** All tables, with about this share of their full number of rows. */
  static List<BenchmarkTable> all(double scale) {
    long fragments = Math.round(20_000 * scale);
    Function<SparkSession, Dataset<Row>> fewLines =
        spark -> LineRows.create(spark, fragments * ROWS_OF_SMALL_FRAGMENTS, 1);
    return List.of(
        new BenchmarkTable(
            "images",
            Map.of("vectors", "embedding:" + ImageRows.DIMENSION),
            spark -> ImageRows.create(spark, ImageRows.count(scale), FILES)),
        new BenchmarkTable(
            "lines",
            Map.of(),
            spark -> LineRows.create(spark, Math.round(4_000_000 * scale), FILES)),
        new BenchmarkTable("one_fragment", Map.of(), fewLines),
        new BenchmarkTable(
            "many_fragments",
            Map.of("maxRowsPerFile", String.valueOf(ROWS_OF_SMALL_FRAGMENTS)),
            fewLines));
  }

  /** Writes what is not there yet. */
  void writeTo(Path directory, SparkSession spark) {
    write(spark, "parquet", Map.of(), directory);
    write(spark, "lance", lanceOptions, directory);
  }

  /** Writes beside the place and moves, so that a table that is there is whole. */
  private void write(
      SparkSession spark, String format, Map<String, String> options, Path directory) {
    Path table = directory.resolve(name + "." + format);
    if (Files.exists(table)) {
      return;
    }
    Path unfinished = directory.resolve(name + "-unfinished." + format);
    rows.apply(spark)
        .write()
        .format(format)
        .options(options)
        .mode(SaveMode.Overwrite)
        .save(unfinished.toString());
    try {
      Files.move(unfinished, table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
