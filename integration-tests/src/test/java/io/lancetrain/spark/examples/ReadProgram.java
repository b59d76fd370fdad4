package io.lancetrain.spark.examples;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * Reads a table in many tasks, for {@code spark-submit}. The arguments are the table's URI and the
 * option {@code splitBytes}.
 */
public final class ReadProgram {
  private ReadProgram() {}

  /** Prints the sum of the column {@code id}. */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = SparkSession.builder().appName("ReadProgram").getOrCreate()) {
      long sum =
          spark
              .read()
              .format("lance")
              .option("splitBytes", arguments[1])
              .load(arguments[0])
              .selectExpr("sum(id + 0)")
              .head()
              .getLong(0);
      System.out.println("The sum is " + sum + ".");
    }
  }
}
