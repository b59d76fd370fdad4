package io.lancetrain.spark.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads tables, one task at a time, and prints for each how many bytes of memory that took at most
 * beyond what the process had before. The heap has to be touched from the start, so that it does
 * not count. The first argument is a small table, which is read before: what is loaded and compiled
 * once does not count either.
 */
public final class WideRowsProgram {
  private WideRowsProgram() {}

  /** The arguments are paths. */
  public static void main(String[] paths) throws IOException {
    try (SparkSession spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate()) {
      for (int i = 0; i < 20; i++) {
        sum(spark, paths[0]);
      }
      for (int i = 1; i < paths.length; i++) {
        System.gc();
        long before = status("VmRSS");
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        sum(spark, paths[i]);
        System.out.println(status("VmHWM") - before);
      }
    }
  }

  private static void sum(SparkSession spark, String path) {
    Dataset<Row> rows = spark.read().format("lance").load(path);
    rows.selectExpr("sum(length(bytes))", "sum(id)").collectAsList();
  }

  private static long status(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
