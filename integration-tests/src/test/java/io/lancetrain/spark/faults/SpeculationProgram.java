package io.lancetrain.spark.faults;

import org.apache.spark.sql.SparkSession;

/**
 * Writes a table with tasks of which the first stands still until another attempt is faster.
 * Arguments: the table.
 */
public final class SpeculationProgram {
  private static final long LONGER_THAN_THE_JOB = 120_000;

  /** What the losing attempt needs to delete its files, which Spark does not wait for. */
  private static final long CLEAN_UP = 10_000;

  private SpeculationProgram() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      TroubledWrite.to(arguments[0], spark, SpeculationProgram::standStill);
      Thread.sleep(CLEAN_UP);
    }
    System.out.println("All is written.");
  }

  private static void standStill() {
    try {
      Thread.sleep(LONGER_THAN_THE_JOB);
    } catch (InterruptedException another) {
      Thread.currentThread().interrupt();
    }
  }
}
