package io.lancetrain.spark.faults;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the numbers 0 to 399 from four tasks, of which the first stands still before its last row
 * until another attempt is faster. Arguments: the table.
 */
public final class SpeculationProgram {
  private static final long LONGER_THAN_THE_JOB = 120_000;

  /** What the losing attempt needs to delete its files, which Spark does not wait for. */
  private static final long CLEAN_UP = 10_000;

  private SpeculationProgram() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      MapPartitionsFunction<Long, Long> rows = SlowRows::new;
      spark
          .range(0, 400, 1, 4)
          .mapPartitions(rows, Encoders.LONG())
          .toDF("id")
          .write()
          .format("lance")
          .option("maxRowsPerFile", 10)
          .save(arguments[0]);
      Thread.sleep(CLEAN_UP);
    }
    System.out.println("All is written.");
  }

  private record SlowRows(Iterator<Long> rows) implements Iterator<Long> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Long next() {
      Long row = rows.next();
      TaskContext task = TaskContext.get();
      if (!rows.hasNext() && task.partitionId() == 0 && task.attemptNumber() == 0) {
        try {
          Thread.sleep(LONGER_THAN_THE_JOB);
        } catch (InterruptedException another) {
          Thread.currentThread().interrupt();
        }
      }
      return row;
    }
  }
}
