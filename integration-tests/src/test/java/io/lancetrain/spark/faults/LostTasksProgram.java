package io.lancetrain.spark.faults;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * Writes two tables with tasks that do not come to a good end the first time: arguments are their
 * URIs. Each has the numbers 0 to 399, from four tasks.
 */
public final class LostTasksProgram {
  private LostTasksProgram() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      write(spark, arguments[0], LostTasksProgram::endTheExecutor);
      write(spark, arguments[1], LostTasksProgram::fail);
    }
    System.out.println("All is written.");
  }

  private static void write(SparkSession spark, String table, SerializableTrouble trouble) {
    MapPartitionsFunction<Long, Long> rows = numbers -> new TroubledRows(numbers, trouble);
    spark
        .range(0, 400, 1, 4)
        .mapPartitions(rows, Encoders.LONG())
        .toDF("id")
        .write()
        .format("lance")
        .option("maxRowsPerFile", 10)
        .save(table);
  }

  /** What happens to the first attempt at the first task, before its last row. */
  interface SerializableTrouble extends Consumer<TaskContext>, Serializable {}

  private record TroubledRows(Iterator<Long> rows, SerializableTrouble trouble)
      implements Iterator<Long> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Long next() {
      Long row = rows.next();
      TaskContext task = TaskContext.get();
      if (!rows.hasNext() && task.partitionId() == 0 && task.attemptNumber() == 0) {
        trouble.accept(task);
      }
      return row;
    }
  }

  private static void endTheExecutor(TaskContext task) {
    Runtime.getRuntime().halt(1);
  }

  private static void fail(TaskContext task) {
    throw new IllegalStateException("broken on purpose");
  }
}
