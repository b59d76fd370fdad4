package io.lancetrain.spark.faults;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * A write of the numbers 0 to 399 by four tasks with ten files each, of which the first task does
 * not come to a good end at its first attempt.
 */
final class TroubledWrite {
  private TroubledWrite() {}

  /** What happens to the first attempt at the first task, before its last row. */
  interface Trouble extends Runnable, Serializable {}

  static void to(String table, SparkSession spark, Trouble trouble) {
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

  private record TroubledRows(Iterator<Long> rows, Trouble trouble) implements Iterator<Long> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Long next() {
      Long row = rows.next();
      TaskContext task = TaskContext.get();
      if (!rows.hasNext() && task.partitionId() == 0 && task.attemptNumber() == 0) {
        trouble.run();
      }
      return row;
    }
  }
}
