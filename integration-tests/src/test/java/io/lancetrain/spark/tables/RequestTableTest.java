package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.maintenance.Retention;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.S3RequestLog;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/**
 * Holds the table of requests in {@code connector/docs/performance.md} to what a store sees. Run
 * with {@code -Dlancetrain.update.docs=true}, it writes the table instead.
 */
class RequestTableTest {
  private static final Path PAGE = Path.of("..", "connector", "docs", "performance.md");
  private static final String BEGIN = "<!-- Requests, written by RequestTableTest from here. -->\n";
  private static final String END = "<!-- Written by RequestTableTest to here. -->";
  private static final int FRAGMENTS = 4;

  private final SparkSession spark = TestSession.shared();
  private final S3RequestLog requests = TableStore.server().requests();
  private final StringBuilder table =
      new StringBuilder(
          "| operation | LIST | HEAD | GET | PUT | DELETE |\n|---|---|---|---|---|---|\n");

  @Test
  void everyOperationAsksTheStoreAsOftenAsThePageSays() throws IOException {
    row("open", uri -> load(uri).schema());
    row("open and plan", uri -> plan(load(uri)));
    row("open and `count(*)`", uri -> load(uri).count());
    row("open and scan", uri -> load(uri).collectAsList());
    row("open and scan with a filter", uri -> load(uri).where("id > 150").collectAsList());
    row(
        "open and scan a version by its number",
        uri -> spark.read().format("lance").option("versionAsOf", 1).load(uri).collectAsList());
    row("append of two files", uri -> write(uri, "append"));
    row("overwrite by two files", uri -> write(uri, "overwrite"));
    row("`tag`", uri -> LanceTables.forPath(spark, uri).tag("v1", 1));
    row(
        "`history` of one version",
        uri -> LanceTables.forPath(spark, uri).history().collectAsList());
    row(
        "`vacuum` with one version, which stays",
        uri -> LanceTables.forPath(spark, uri).vacuum(Retention.ofNewest(1)));

    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String updated = before + "\n" + table + "\n" + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("lancetrain.update.docs")) {
      Files.writeString(PAGE, updated);
    }
    assertThat(Files.readString(PAGE))
        .as("run this test with -Dlancetrain.update.docs=true")
        .isEqualTo(updated);
  }

  @Test
  void planningAsksTheSameFewRequestsHoweverManyFragmentsThereAre() {
    String uri = TableStore.S3.newTable();
    spark.range(0, 2_000, 1, 2).write().format("lance").option("maxRowsPerFile", 1).save(uri);
    requests.clear();

    assertThat(plan(load(uri))).isPositive();

    // One LIST; of a manifest above 64 KiB its end, the beginning of its message, and the rest.
    assertThat(requests.all()).hasSize(4);
  }

  @Test
  void aSmallFileComesInOneRequest() {
    String uri = newTable();
    requests.clear();

    assertThat(load(uri).collectAsList()).hasSize(400);

    assertThat(requests.matching(request -> request.key().contains("/data/")))
        .hasSize(FRAGMENTS)
        .extracting(S3Request::key)
        .doesNotHaveDuplicates();
  }

  private String newTable() {
    String uri = TableStore.S3.newTable();
    spark.range(0, 400, 1, FRAGMENTS).write().format("lance").save(uri);
    return uri;
  }

  private void row(String name, Consumer<String> operation) {
    String uri = newTable();
    requests.clear();
    operation.accept(uri);
    table.append("| ").append(name);
    for (Predicate<S3Request> kind :
        List.<Predicate<S3Request>>of(
            S3Request::isList,
            ofMethod("HEAD"),
            ofMethod("GET").and(Predicate.not(S3Request::isList)),
            ofMethod("PUT"),
            ofMethod("DELETE").or(ofMethod("POST")))) {
      table.append(" | ").append(requests.count(kind));
    }
    table.append(" |\n");
  }

  private static Predicate<S3Request> ofMethod(String method) {
    return request -> request.method().equals(method);
  }

  private Dataset<Row> load(String uri) {
    return spark.read().format("lance").load(uri);
  }

  private static int plan(Dataset<Row> rows) {
    return rows.queryExecution().toRdd().getNumPartitions();
  }

  private void write(String uri, String mode) {
    spark.range(0, 100, 1, 2).write().format("lance").mode(mode).save(uri);
  }
}
