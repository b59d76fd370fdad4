package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TestSession;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is known to the session's configuration alone is reached in every way. */
@Tag("round-trip")
class SessionOptionsTest {
  private static final String URI = "s3://configured/t.lance";
  private static S3Server store;

  /** A session of its own, since a catalog keeps the options that it was made with. */
  private final SparkSession spark = TestSession.shared().newSession();

  /** Spark makes the catalog with the configuration of the active session. */
  @BeforeEach
  void activate() {
    SparkSession.setActiveSession(spark);
  }

  @AfterEach
  void activateTheSharedSession() {
    SparkSession.setActiveSession(TestSession.shared());
  }

  @BeforeAll
  static void start() {
    store = S3Server.builder().credentials("configured-key", "configured-secret").start();
    store.createBucket("configured");
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.sql.catalog.lance.", "spark.datasource.lance."})
  void readsWritesAndLanceTablesReachIt(String prefix) {
    configure(prefix, store.lanceStorageOptions());

    spark.range(3).write().format("lance").mode("overwrite").save(URI);

    assertThat(spark.read().format("lance").load(URI).count()).isEqualTo(3);
    assertThat(LanceTables.forPath(spark, URI).history().head().<Long>getAs("rows")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.sql.catalog.lance.", "spark.datasource.lance."})
  void whatIsSetForOneTableComesFirst(String prefix) {
    configure(prefix, store.lanceStorageOptions());

    assertRefused(
        ErrorCondition.LANCE_ACCESS_DENIED,
        () ->
            LanceTables.forPath(
                    spark,
                    URI,
                    Map.of(
                        "storage.aws_access_key_id", "configured-key",
                        "storage.aws_secret_access_key", "a wrong secret"))
                .version());
  }

  @Test
  void aCatalogComesBetweenTheReadAndHadoop() {
    spark.conf().set("fs.s3a.bucket.configured.endpoint", "http://127.0.0.1:1");
    spark.conf().set("fs.s3a.bucket.configured.access.key", "hadoop-key");
    spark.conf().set("fs.s3a.bucket.configured.secret.key", "hadoop-secret");
    configure("spark.sql.catalog.lance.", store.lanceStorageOptions());
    spark.conf().set("spark.sql.catalog.lance.storage.aws_region", "region-of-the-catalog");

    spark
        .range(3)
        .write()
        .format("lance")
        .mode("overwrite")
        .option("storage.region", "r")
        .save(URI);
    assertThat(spark.sql("SELECT * FROM lance.`" + URI + "`").count()).isEqualTo(3);

    assertThat(sources(Map.of()))
        .contains("aws_region from spark.sql.catalog.lance.storage.aws_region")
        .contains("aws_access_key_id from spark.sql.catalog.lance.storage.aws_access_key_id");
    assertThat(sources(Map.of("storage.Region", "r")))
        .contains("aws_region from option storage.region");
  }

  private List<String> sources(Map<String, String> options) {
    return LanceTables.storageReport(spark, URI, options).collectAsList().stream()
        .map(row -> row.getString(0) + " from " + row.getString(2))
        .toList();
  }

  private void configure(String prefix, Map<String, String> options) {
    options.forEach((name, value) -> spark.conf().set(prefix + "storage." + name, value));
  }
}
