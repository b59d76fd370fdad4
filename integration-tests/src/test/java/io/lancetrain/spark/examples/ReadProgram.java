package io.lancetrain.spark.examples;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/** Reads a table in many tasks, for {@code spark-submit}. The only argument is the table's URI. */
public final class ReadProgram {
  private ReadProgram() {}

  /** Prints the sum of the column {@code id}. */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = SparkSession.builder().appName("ReadProgram").getOrCreate()) {
      long sum =
          spark
              .read()
              .format("lance")
              .option("splitBytes", 1)
              .load(arguments[0])
              .selectExpr("sum(id)")
              .head()
              .getLong(0);
      System.out.println("The sum is " + sum + ".");
    }
  }
}
