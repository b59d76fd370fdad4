package io.lancetrain.spark.tables;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Lets one write wait, planned and not committed, while something else is done to its table. */
final class Concurrently {
  private static final String WAITING = "waiting_for_the_other";

  private static volatile CountDownLatch rowsAreRead;
  private static volatile CountDownLatch otherIsDone;

  private Concurrently() {}

  /** What a test does with rows. */
  interface Write {
    void of(Dataset<Row> rows);
  }

  /**
   * Writes rows, and runs something else in between.
   *
   * @param rows with a column id of type bigint, which waits
   */
  static void whileWriting(Dataset<Row> rows, Write write, Runnable other) throws Exception {
    SparkSession spark = rows.sparkSession();
    rowsAreRead = new CountDownLatch(1);
    otherIsDone = new CountDownLatch(1);
    UDF1<Long, Long> waiting =
        id -> {
          rowsAreRead.countDown();
          otherIsDone.await();
          return id;
        };
    spark.udf().register(WAITING, waiting, DataTypes.LongType);
    Dataset<Row> waitingRows =
        rows.withColumn("id", functions.expr(WAITING + "(id + cast(rand() * 0 as bigint))"));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing = thread.submit(() -> write.of(waitingRows));
      while (!rowsAreRead.await(1, TimeUnit.SECONDS)) {
        if (writing.isDone()) {
          writing.get();
        }
      }
      try {
        other.run();
      } finally {
        otherIsDone.countDown();
      }
      writing.get();
    } finally {
      thread.shutdown();
    }
  }
}
