package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.dataset.NativeMemory;
import io.lancetrain.spark.testing.Eventually;
import io.lancetrain.spark.testing.ProcessMemory;
import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whatever happens to tasks, the native memory that they took is given back. */
class NativeMemoryTest {
  private static final int ROUNDS = 100;
  private static final int WARM_UP = 30;
  private static final String GROUP = "to-be-cancelled";

  /**
   * The heap alone varies by about 100 MB. A batch that each scan leaves behind makes 800 MB in 70
   * rounds, and one of each killed scan 220 MB: a batch is of 8 MB, and two tasks run at once.
   */
  private static final long MOST_GROWTH = 192L << 20;

  private static volatile CountDownLatch taskRuns;

  private final SparkSession spark = TestSession.shared();

  @Test
  @EnabledOnOs(OS.LINUX)
  void aHundredReadsAndWritesWithKilledTasksLeaveNothing() throws Exception {
    String source = TableStore.LOCAL_DISK.newTable();
    spark
        .range(0, 60_000, 1, 2)
        .selectExpr("id", "repeat(md5(string(id)), 16) as text", "array(id, id + 1) as list")
        .write()
        .format("lance")
        .save(source);
    String target = TableStore.LOCAL_DISK.newTable();

    long warm = Long.MAX_VALUE;
    long last = Long.MAX_VALUE;
    for (int round = 1; round <= ROUNDS; round++) {
      runRound(round, source, target);
      assertNothingAllocated();
      // The least of ten rounds: what the heap takes varies from one to the next.
      if (round > WARM_UP - 10 && round <= WARM_UP) {
        warm = Math.min(warm, residentBytes());
      } else if (round > ROUNDS - 10) {
        last = Math.min(last, residentBytes());
      }
    }

    assertThat(last - warm).isLessThan(MOST_GROWTH);
  }

  private void runRound(int round, String source, String target) throws Exception {
    Dataset<Row> rows = spark.read().format("lance").option("batchBytes", "8m").load(source);
    switch (round % 5) {
      case 0 -> assertThat(rows.selectExpr("sum(length(text))").head().getLong(0)).isPositive();
      case 1 -> rows.write().format("lance").mode("overwrite").save(target);
      case 2 -> assertThat(rows.limit(3).collectAsList()).hasSize(3);
      case 3 -> assertKilled(() -> slow(rows).count());
      default ->
          assertKilled(
              () ->
                  slow(rows)
                      .write()
                      .format("lance")
                      .option("batchBytes", "16k")
                      .mode("overwrite")
                      .save(target));
    }
    if (round % 10 == 9) {
      assertThatThrownBy(
              () ->
                  rows.selectExpr("if(id = 29000, raise_error('broken'), id) as id")
                      .write()
                      .format("lance")
                      .option("batchBytes", "16k")
                      .mode("overwrite")
                      .option("overwriteSchema", true)
                      .save(target))
          .hasStackTraceContaining("broken");
    }
  }

  /** Rows that come one by one: the task is in the middle of the scan when it is killed. */
  private static Dataset<Row> slow(Dataset<Row> rows) {
    MapFunction<Row, Row> wait =
        row -> {
          taskRuns.countDown();
          if (row.getLong(0) % 30_000 > 2_000) {
            Thread.sleep(60_000);
          }
          return row;
        };
    return rows.map(wait, Encoders.row(rows.schema()));
  }

  private interface Action {
    void run();
  }

  /** Runs the action and cancels its job, with an interrupt, once one of its tasks has a row. */
  private void assertKilled(Action action) throws InterruptedException {
    taskRuns = new CountDownLatch(1);
    Thread killer =
        new Thread(
            () -> {
              try {
                if (taskRuns.await(60, TimeUnit.SECONDS)) {
                  spark.sparkContext().cancelJobGroup(GROUP);
                }
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    context.setJobGroup(GROUP, "a job that is killed", true);
    killer.start();
    try {
      assertThatThrownBy(action::run)
          .isInstanceOf(SparkException.class)
          .hasStackTraceContaining("cancel");
    } finally {
      context.clearJobGroup();
      killer.join();
    }
  }

  private static void assertNothingAllocated() {
    RunningTasks.awaitEnd();
    Eventually.await(() -> NativeMemory.allocated() == 0);
    assertThat(NativeMemory.allocated()).isZero();
  }

  private static long residentBytes() throws IOException {
    // What the garbage collector has not looked at yet is no leak.
    System.gc();
    return ProcessMemory.RESIDENT.bytes();
  }
}
