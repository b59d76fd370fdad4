package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.Eventually;
import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.ShownMetrics;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Spark's UI shows of a write, by the texts that it shows. */
@Tag("round-trip")
class WriteMetricsTest {
  private static final SparkSession SPARK = TestSession.shared();

  @Test
  void aWriteShowsWhatItWroteAndWhoWaitedForWhom() {
    Map<String, String> shown = metricsOfWrite(TableStore.LOCAL_DISK.newTable());

    assertThat(shown).containsEntry("rows to Lance", "40,000");
    assertThat(Long.parseLong(shown.get("batches to Lance"))).isBetween(8L, 60L);
    assertThat(shown.get("bytes to Lance, before encoding")).matches("1[0-9]\\.[0-9] MiB");
    assertThat(shown.get("peak of bytes in native batches")).matches("[0-9.]+ (KiB|MiB)");
    for (String time :
        List.of(
            "time to encode and upload",
            "time that Lance waited for rows",
            "time that Spark waited for Lance")) {
      assertThat(shown.get(time)).as(time).matches("[0-9]+\\.[0-9]{3} s");
    }
    assertThat(shown.get("time to encode and upload")).isNotEqualTo("0.000 s");
    if (SPARK.version().compareTo("4") > 0) {
      assertThat(shown).containsEntry("files", "2");
    }
  }

  @Test
  void theStageShowsTheSizeOfTheFilesAndTheRows() throws IOException {
    AtomicLong bytes = new AtomicLong();
    AtomicLong rows = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            bytes.addAndGet(end.taskMetrics().outputMetrics().bytesWritten());
            rows.addAndGet(end.taskMetrics().outputMetrics().recordsWritten());
          }
        };
    String path = TableStore.LOCAL_DISK.newTable();
    RunningTasks.awaitEnd();
    SPARK.sparkContext().addSparkListener(listener);
    try {
      write(path);
      long stored = dataBytes(path);
      Eventually.await(() -> rows.get() == 40_000 && bytes.get() == stored);
      assertThat(rows).hasValue(40_000);
      assertThat(bytes).hasValue(stored);
    } finally {
      SPARK.sparkContext().removeSparkListener(listener);
    }
  }

  private static void write(String path) {
    SPARK
        .range(0, 40_000, 1, 2)
        .selectExpr("id", "repeat(md5(string(id)), 10) as text")
        .write()
        .format("lance")
        .option("batchBytes", "1m")
        .save(path);
  }

  private static long dataBytes(String table) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(table, "data"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static Map<String, String> metricsOfWrite(String path) {
    return ShownMetrics.of(() -> write(path));
  }
}
