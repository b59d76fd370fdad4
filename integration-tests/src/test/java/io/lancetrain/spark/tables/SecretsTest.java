package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** What Spark keeps of a query shows no secret of the store. */
@Tag("round-trip")
class SecretsTest {
  private static final Map<String, String> OPTIONS =
      Map.of(
          "storage.aws_access_key_id", "hush-access-key",
          "storage.aws_secret_access_key", "hush-secret-key",
          "storage.Session_Token", "hush-session-token",
          "storage.aws_sse_customer_key_base64", "hush-customer-key",
          "storage.proxy_url", "http://user:hush-proxy@127.0.0.1:1",
          "storage.headers.Authorization", "Bearer hush-bearer",
          "storage.headers.X-Api-Key", "hush-api-key",
          "storage.aws_region", "region-of-this-test");

  private final SparkSession spark = TestSession.shared();

  @TempDir private Path folder;

  @Test
  void theEventLogOfWritesAndReadsShowsNoSecret() throws Exception {
    String table = TableStore.LOCAL_DISK.newTable();
    String log =
        eventLog(
            () -> {
              for (String mode : List.of("errorifexists", "append", "overwrite", "ignore")) {
                rows().write().format("lance").mode(mode).options(OPTIONS).save(table);
              }
              rows().writeTo("lance.`" + table + "`").options(OPTIONS).append();
              return spark.read().format("lance").options(OPTIONS).load(table).collectAsList();
            });

    assertThat(log)
        .contains("SparkListenerSQLExecutionStart")
        .contains(Path.of(table).getFileName().toString());
    assertThat(log).as("the options are in the plan").contains("region-of-this-test");
    assertThat(log).doesNotContain("hush");
  }

  @Test
  void thePlanOfAnInsertShowsNoSecret() {
    String table = TableStore.LOCAL_DISK.newTable();
    rows().write().format("lance").save(table);
    spark.conf().set("spark.sql.redaction.options.regex", "(?i)url");
    try {
      assertThat(
              spark.read().format("lance").options(OPTIONS).load(table).queryExecution().toString())
          .doesNotContain("hush");
      assertThat(spark.conf().get("spark.sql.redaction.options.regex"))
          .as("what the user set still holds")
          .startsWith("(?i)url|");
    } finally {
      spark.conf().unset("spark.sql.redaction.options.regex");
    }
  }

  /**
   * The secrets of the store that holds the table, and of the catalog and LanceTables that use it.
   */
  @Test
  void theTableAndItsHistoryAndErrorsShowNoSecret() throws Exception {
    SparkSession own = TestSession.shared().newSession();
    SparkSession.setActiveSession(own);
    try (S3Server store =
        S3Server.builder().directory(folder).credentials("hush-key", "hush-secret").start()) {
      store.createBucket("secrets");
      String uri = "s3://secrets/t.lance";
      Map<String, String> options = store.lanceStorageOptions();
      options.forEach(
          (name, value) -> own.conf().set("spark.sql.catalog.lance.storage." + name, value));

      own.range(3).write().format("lance").save(uri);
      String plan =
          own.sql("SELECT * FROM lance.`" + uri + "` WHERE id > 1").queryExecution().toString();
      Map<String, String> forTables = new HashMap<>();
      options.forEach((name, value) -> forTables.put("storage." + name, value));
      LanceTables tables = LanceTables.forPath(own, uri, forTables);
      tables.tag("first", 1);
      String history = tables.history().collectAsList() + tables.tags().collectAsList().toString();
      Throwable noVersion = catchThrowable(() -> tables.restore(7));
      forTables.put("storage.aws_secret_access_key", "hush-wrong");
      Throwable denied = catchThrowable(() -> LanceTables.forPath(own, uri, forTables).version());
      Throwable gone =
          catchThrowable(
              () -> own.read().format("lance").load("s3://secrets/none.lance").collectAsList());

      assertThat(plan).contains(uri).doesNotContain("hush");
      assertThat(history).contains("first").doesNotContain("hush");
      assertThat(tables.toString()).doesNotContain("hush");
      for (Throwable failure : List.of(noVersion, denied, gone)) {
        assertThat(failure).isInstanceOf(LanceException.class);
        assertThat(stackTrace(failure)).doesNotContain("hush");
        assertThat(((LanceException) failure).getMessageParameters().toString())
            .doesNotContain("hush");
      }
      assertThat(contentOf(folder)).contains("spark.application.id").doesNotContain("hush");
    } finally {
      SparkSession.setActiveSession(TestSession.shared());
    }
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private Dataset<Row> rows() {
    return spark.range(3).toDF();
  }

  /** What Spark's own event log holds of these queries. */
  private String eventLog(Callable<?> queries) throws Exception {
    SparkConf settings =
        spark.sparkContext().conf().clone().set("spark.eventLog.compress", "false");
    EventLoggingListener listener =
        new EventLoggingListener("secrets", Option.empty(), folder.toUri(), settings);
    listener.start();
    spark.sparkContext().addSparkListener(listener);
    Throwable failure = catchThrowable(queries::call);
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(listener);
    listener.stop();
    assertThat(failure).isNull();
    return contentOf(folder);
  }

  /** All bytes of all files, as text. */
  private static String contentOf(Path directory) throws IOException {
    StringBuilder content = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return content.toString();
  }
}
