package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Files;
import java.nio.file.Path;
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
    StringBuilder log = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        log.append(Files.readString(file));
      }
    }
    return log.toString();
  }
}
