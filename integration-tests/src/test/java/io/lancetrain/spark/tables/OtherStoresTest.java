package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.maintenance.Removal;
import io.lancetrain.spark.testing.RecordingProxy;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.S3Server.Signatures;
import io.lancetrain.spark.testing.TestSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@code gs://} and {@code az://} send. There is no server of either: Google's API in XML is
 * much like S3's, and the test's S3 server takes it, but for the conditions of writes; Azure's is
 * another.
 */
class OtherStoresTest {
  private static S3Server store;
  private static RecordingProxy proxy;

  private final SparkSession spark = TestSession.shared();
  private final Map<String, String> options = new HashMap<>();

  @BeforeAll
  static void start() {
    store = S3Server.builder().signatures(Signatures.IGNORED).start();
    store.createBucket("bucket");
    proxy = RecordingProxy.before(store);
  }

  @AfterAll
  static void stop() {
    proxy.close();
    store.close();
  }

  @BeforeEach
  void reachTheServer() {
    proxy.forget();
    options.put("storage.google_base_url", proxy.endpoint());
    options.put("storage.google_storage_token", "a-token");
    options.put("storage.azure_storage_endpoint", proxy.endpoint());
    options.put("storage.azure_storage_account_name", "account");
    options.put("storage.azure_storage_account_key", "a2V5");
    options.put("storage.allow_http", "true");
    options.put("storage.client_max_retries", "0");
  }

  @Test
  void aTableOnGooglesStoreIsWrittenAndRead() {
    options.put("storage.commit.probe", "false");
    String uri = "gs://bucket/dir/t.lance";

    spark.range(50).write().format("lance").options(options).save(uri);
    spark.range(50).write().format("lance").mode("append").options(options).save(uri);

    assertThat(spark.read().format("lance").options(options).load(uri).collectAsList())
        .hasSize(100);
    assertThat(proxy.seen())
        .allMatch(request -> request.target().startsWith("/bucket"))
        .allMatch(request -> request.header("Authorization").orElse("").equals("Bearer a-token"))
        .anyMatch(
            request ->
                request.method().equals("PUT")
                    && request.header("x-goog-if-generation-match").isPresent());
  }

  @Test
  void aStoreThatDoesNotLookAtGooglesConditionsIsRefusedForWriting() {
    assertRefused(
        ErrorCondition.LANCE_UNSAFE_STORE,
        () ->
            spark
                .range(5)
                .write()
                .format("lance")
                .options(options)
                .save("gs://bucket/unsafe.lance"));
  }

  @Test
  void filesOnGooglesStoreAreNotListedWithoutItsConnector() {
    options.put("storage.commit.probe", "false");
    String uri = "gs://bucket/orphans.lance";
    spark.range(5).write().format("lance").options(options).save(uri);

    assertRefused(
        ErrorCondition.LANCE_UNSUPPORTED_OPERATION,
        () -> LanceTables.forPath(spark, uri, options).removeOrphans(Duration.ofDays(1), FIND));
  }

  private static final Removal FIND = Removal.DRY_RUN;

  @Test
  void whatGooglesStoreRefusesNamesItsOptions() {
    options.remove("storage.google_storage_token");
    options.put("storage.google_service_account", "/no/such/key.json");

    assertThatThrownBy(
            () -> LanceTables.forPath(spark, "gs://bucket/dir/t.lance", options).version())
        .hasMessageStartingWith("[LANCE_ACCESS_DENIED]")
        .hasMessageContaining("storage.google_");
    assertThat(proxy.seen()).isEmpty();
  }

  @Test
  void aPathOnAzuresStoreReachesIt() {
    assertRefused(
        ErrorCondition.LANCE_BUCKET_NOT_FOUND,
        () ->
            spark
                .read()
                .format("lance")
                .options(options)
                .load("az://container/dir/t.lance")
                .collectAsList());

    assertThat(proxy.seen())
        .isNotEmpty()
        .allMatch(request -> request.target().startsWith("/container?"))
        .allMatch(request -> request.target().contains("comp=list"))
        .allMatch(
            request -> request.header("Authorization").orElse("").startsWith("SharedKey account:"));
  }
}
