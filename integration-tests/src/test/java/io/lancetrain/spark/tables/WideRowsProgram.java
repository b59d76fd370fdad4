package io.lancetrain.spark.tables;

import io.lancetrain.spark.testing.ProcessMemory;
import java.io.IOException;
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
        long before = ProcessMemory.RESIDENT.bytes();
        ProcessMemory.forgetPeak();
        sum(spark, paths[i]);
        System.out.println(ProcessMemory.PEAK.bytes() - before);
      }
    }
  }

  private static void sum(SparkSession spark, String path) {
    Dataset<Row> rows = spark.read().format("lance").load(path);
    rows.selectExpr("sum(length(bytes))", "sum(id)").collectAsList();
  }
}
