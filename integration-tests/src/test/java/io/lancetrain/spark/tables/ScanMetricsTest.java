package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.S3RequestLog;
import io.lancetrain.spark.testing.ShownMetrics;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** What Spark's UI shows of a scan, by the texts that it shows. */
class ScanMetricsTest {
  private static final SparkSession SPARK = TestSession.shared();

  private static void write(String uri) {
    SPARK
        .range(0, 40_000, 1, 1)
        .selectExpr("id", "repeat(md5(string(id)), 8) as text", "id div 10000 as part")
        .write()
        .format("lance")
        .option("maxRowsPerFile", 10_000)
        .save(uri);
  }

  private static Dataset<Row> load(String uri) {
    return SPARK.read().format("lance").option("batchBytes", "256k").load(uri);
  }

  @Test
  void aScanShowsWhatItReadAndHowLongThatTook() throws IOException {
    String uri = TableStore.LOCAL_DISK.newTable();
    write(uri);

    Map<String, String> shown = metricsOf(load(uri));

    assertThat(shown)
        .containsEntry("fragments to read", "4")
        .containsEntry("fragments left out", "0")
        .containsEntry("rows from Lance", "40,000");
    assertThat(Long.parseLong(shown.get("batches from Lance"))).isBetween(40L, 90L);
    assertThat(shown.get("bytes from the store")).endsWith(" MiB");
    double stored = dataBytes(uri) / (double) (1 << 20);
    assertThat(Double.parseDouble(shown.get("bytes from the store").replace(" MiB", "")))
        .isBetween(0.9 * stored, 1.5 * stored);
    assertThat(Long.parseLong(shown.get("requests to the store"))).isPositive();
    assertThat(shown.get("peak of bytes in native batches")).matches("[0-9.]+ (KiB|MiB)");
    for (String time :
        List.of(
            "time to open the scans",
            "time to fetch and decode",
            "time that Spark waited for batches")) {
      assertThat(shown.get(time)).as(time).matches("[0-9]+\\.[0-9]{3} s").isNotEqualTo("0.000 s");
    }
  }

  @Test
  void fragmentsThatAreLeftOutAreCounted() {
    String uri = TableStore.LOCAL_DISK.newTable();
    write(uri);
    NativeTable.addZoneMap(uri, "part");

    assertThat(metricsOf(load(uri).where("part = 2")))
        .containsEntry("fragments to read", "1")
        .containsEntry("fragments left out", "3");
  }

  @Test
  void theRequestsAreThoseThatTheStoreGot() {
    String uri = TableStore.S3.newTable();
    write(uri);
    Dataset<Row> table = load(uri);
    S3RequestLog requests = TableStore.server().requests();
    requests.clear();

    Map<String, String> shown = metricsOf(table);

    long got = requests.count(request -> request.key().contains("/data/"));
    assertThat(Long.parseLong(shown.get("requests to the store"))).isEqualTo(got);
  }

  private static long dataBytes(String table) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(table, "data"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static Map<String, String> metricsOf(Dataset<Row> query) {
    return ShownMetrics.of(() -> query.write().format("noop").mode("overwrite").save());
  }
}
