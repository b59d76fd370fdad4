package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.dataset.NativeMemory;
import io.lancetrain.spark.testing.Eventually;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task fetches before Spark asks for it, and that it changes no result. */
class ReadAheadTest {
  private static final SparkSession SPARK = TestSession.shared();

  private static volatile CountDownLatch taskRuns;

  private static Dataset<Row> rows() {
    return SPARK
        .range(0, 20_000, 1, 1)
        .selectExpr(
            "id",
            "if(id % 7 = 0, null, repeat(string(id), int(id % 40))) as text",
            "array(id, null) as list");
  }

  @ParameterizedTest
  @CsvSource({"64m, 8m", "64m, 1k", "20k, 1k", "20k, 10k", "1, 1k", "0, 1k", "0, 8m", "100k, 100"})
  void everyRowComesOnceWhateverTheSizesAre(String readAheadBytes, String batchBytes) {
    String uri = TableStore.LOCAL_DISK.newTable();
    rows().write().format("lance").option("maxRowsPerFile", 3_000).save(uri);
    NativeTable.delete(uri, "id % 10 = 3 OR (id >= 6000 AND id < 8000)");

    Dataset<Row> read =
        SPARK
            .read()
            .format("lance")
            .option("readAheadBytes", readAheadBytes)
            .option("batchBytes", batchBytes)
            .option("splitBytes", "1g")
            .load(uri);

    Dataset<Row> expected = rows().where("NOT (id % 10 = 3 OR (id >= 6000 AND id < 8000))");
    assertThat(read.collectAsList()).isEqualTo(expected.collectAsList());
  }

  /** Both fragments are read by one task, which does not get beyond its first row meanwhile. */
  @Test
  void theNextFragmentIsFetchedWhileSparkWorksOnTheFirst() {
    String uri = TableStore.S3.newTable();
    rows().write().format("lance").option("maxRowsPerFile", 10_000).save(uri);
    Dataset<Row> table =
        SPARK.read().format("lance").option("batchBytes", "1k").load(uri).coalesce(1);
    TableStore.server().requests().clear();

    MapFunction<Row, Boolean> wait =
        row -> {
          if (row.getLong(0) == 0) {
            Eventually.await(() -> filesRead() == 2);
            return filesRead() == 2;
          }
          return true;
        };

    assertThat(table.map(wait, Encoders.BOOLEAN()).distinct().collectAsList())
        .containsExactly(true);
  }

  private static long filesRead() {
    return TableStore.server().requests().all().stream()
        .filter(request -> request.key().contains("/data/"))
        .map(S3Request::key)
        .distinct()
        .count();
  }

  @Test
  void theReaderOfAKilledTaskEndsAndGivesItsMemoryBack() throws InterruptedException {
    String uri = TableStore.LOCAL_DISK.newTable();
    rows().write().format("lance").save(uri);
    taskRuns = new CountDownLatch(1);
    MapFunction<Row, Row> block =
        row -> {
          taskRuns.countDown();
          new CountDownLatch(1).await();
          return row;
        };
    Dataset<Row> table = SPARK.read().format("lance").option("batchBytes", "1k").load(uri);
    Dataset<Row> blocked = table.map(block, Encoders.row(table.schema()));
    Thread killer =
        new Thread(
            () -> {
              try {
                taskRuns.await();
                SPARK.sparkContext().cancelAllJobs();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    SPARK.sparkContext().setLocalProperty("spark.job.interruptOnCancel", "true");
    killer.start();

    assertThatThrownBy(blocked::count).hasStackTraceContaining("cancel");

    killer.join();
    SPARK.sparkContext().setLocalProperty("spark.job.interruptOnCancel", null);
    RunningTasks.awaitEnd();
    Eventually.await(() -> readers().isEmpty() && NativeMemory.allocated() == 0);
    assertThat(readers()).isEmpty();
    assertThat(NativeMemory.allocated()).isZero();
  }

  /** A limit that Spark takes itself leaves the reader in the middle of the table. */
  @Test
  void theReaderOfATaskThatNeedsNoMoreRowsEnds() {
    String uri = TableStore.LOCAL_DISK.newTable();
    rows().write().format("lance").save(uri);

    assertThat(
            SPARK
                .read()
                .format("lance")
                .option("batchBytes", "1k")
                .load(uri)
                .selectExpr("uuid()")
                .limit(3)
                .collectAsList())
        .hasSize(3);

    RunningTasks.awaitEnd();
    Eventually.await(() -> readers().isEmpty() && NativeMemory.allocated() == 0);
    assertThat(readers()).isEmpty();
    assertThat(NativeMemory.allocated()).isZero();
  }

  private static List<Thread> readers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("lancetrain-reader"))
        .toList();
  }
}
