package io.lancetrain.spark.badinput;

import static io.lancetrain.spark.error.ErrorCondition.LANCE_VALUE_OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row that the table cannot hold is named, and nothing of the write is left. */
class BadRowsTest {
  private static final int ROWS = 20_000;

  private final SparkSession spark = TestSession.shared();
  private final String path = TableStore.LOCAL_DISK.newTable();

  @BeforeEach
  void aTableOfOneRow() {
    spark
        .sql("SELECT 0L AS id, array(1f, 2f) AS v, timestamp'2026-01-01 00:00:00' AS at")
        .write()
        .format("lance")
        .option("vectors", "v:2")
        .save(path);
  }

  @Test
  void aVectorOfAnotherLengthIsNamedByColumnAndRow() {
    refuses(
        spark
            .range(0, ROWS, 1, 2)
            .selectExpr(
                "id",
                "if(id = 15000, array(1f), array(1f, 2f)) AS v",
                "timestamp'2026-01-01 00:00:00' AS at"),
        "'v'",
        "of 1 elements",
        "row 5001 of partition 1");
  }

  @Test
  void aStringThatIsNotUtf8IsNamedByColumnAndRow() {
    String strings = TableStore.LOCAL_DISK.newTable();
    spark.sql("SELECT 'x' AS s").write().format("lance").save(strings);
    List<String> before = files(strings);
    Refusal.with(LANCE_VALUE_OUT_OF_RANGE)
        .of(
            () ->
                append(
                    spark
                        .range(0, ROWS, 1, 1)
                        .selectExpr("if(id = 12345, cast(X'61ff' AS STRING), 'größe') AS s"),
                    strings),
            "'s'",
            "UTF-8",
            "row 12346 of partition 0");
    assertNothingIsLeft(strings, before);
  }

  private void refuses(Dataset<Row> rows, String... parts) {
    List<String> before = files(path);
    Refusal.with(LANCE_VALUE_OUT_OF_RANGE).of(() -> append(rows, path), parts);
    assertNothingIsLeft(path, before);
    assertThat(spark.read().format("lance").load(path).count()).isEqualTo(1);
  }

  /** In small batches and files, so that some are written before the bad row comes. */
  private static void append(Dataset<Row> rows, String path) {
    rows.write()
        .format("lance")
        .mode("append")
        .option("batchBytes", "4k")
        .option("maxRowsPerFile", 1_000)
        .save(path);
  }

  private static void assertNothingIsLeft(String table, List<String> before) {
    RunningTasks.awaitEnd();
    assertThat(files(table)).isEqualTo(before);
  }

  private static List<String> files(String table) {
    try (Stream<Path> files = Files.walk(Path.of(table))) {
      return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    } catch (IOException | UncheckedIOException changedMeanwhile) {
      return List.of();
    }
  }
}
