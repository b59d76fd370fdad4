package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.maintenance.Removal;
import io.lancetrain.spark.maintenance.Retention;
import io.lancetrain.spark.testing.RecordingProxy;
import io.lancetrain.spark.testing.RecordingProxy.Seen;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.S3Server.Signatures;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is sent to Tigris: its own name is reached through an HTTP proxy, behind which stands the S3
 * server of the tests.
 */
@Tag("round-trip")
class TigrisTest {
  private static final String BUCKET = "tigris-bucket";
  private static final String TIGRIS = "http://t3.storage.dev/" + BUCKET;
  private static final String CONSISTENT = "X-Tigris-Consistent";
  private static final String SNAPSHOT = "X-Tigris-Snapshot-Version";

  private static S3Server store;
  private static RecordingProxy proxy;
  private static int tables;

  private final SparkSession spark = TestSession.shared();
  private final String uri = "s3a://" + BUCKET + "/t" + ++tables + ".lance";
  private final Map<String, String> options = new HashMap<>();

  @BeforeAll
  static void start() {
    store =
        S3Server.builder()
            .credentials("tid_of_this_test", "tsec_of_this_test")
            .signatures(Signatures.IGNORED)
            .start();
    store.createBucket(BUCKET);
    proxy = RecordingProxy.before(store);
    // As somebody has it who reads Parquet from Tigris, and from no other store.
    Configuration hadoop = TestSession.shared().sparkContext().hadoopConfiguration();
    settingsOfOtherTests().forEach((name, value) -> hadoop.unset(name));
    String prefix = "fs.s3a.bucket." + BUCKET + ".";
    hadoop.set(prefix + "endpoint", "http://t3.storage.dev");
    hadoop.set(prefix + "proxy.host", "127.0.0.1");
    hadoop.set(prefix + "proxy.port", String.valueOf(proxy.port()));
    hadoop.set(prefix + "access.key", "tid_of_this_test");
    hadoop.set(prefix + "secret.key", "tsec_of_this_test");
  }

  /** The settings of the other tests' store, which goes before what Tigris is known to want. */
  private static Map<String, String> settingsOfOtherTests() {
    Map<String, String> settings = new HashMap<>();
    TableStore.server()
        .sparkSettings()
        .forEach((name, value) -> settings.put(name.substring("spark.hadoop.".length()), value));
    return settings;
  }

  @AfterAll
  static void stop() {
    Configuration hadoop = TestSession.shared().sparkContext().hadoopConfiguration();
    settingsOfOtherTests().forEach(hadoop::set);
    proxy.close();
    store.close();
  }

  @BeforeEach
  void forget() {
    proxy.forget();
  }

  private void write(String mode) {
    spark.range(100).write().format("lance").mode(mode).options(options).save(uri);
  }

  private Dataset<Row> read() {
    return spark.read().format("lance").options(options).load(uri);
  }

  private LanceTables tables() {
    return LanceTables.forPath(spark, uri, options);
  }

  private void wholeLife() {
    write("errorifexists");
    write("append");
    write("overwrite");
    assertThat(read().filter("id > 10").count()).isEqualTo(89);
    assertThat(read().collectAsList()).hasSize(100);
    tables().tag("first", 1);
    tables().createBranch("branch");
    assertThat(tables().history().count()).isEqualTo(3);
    tables().untag("first");
    tables().deleteBranch("branch");
    tables().restore(2);
    tables().vacuum(Retention.ofNewest(1));
    tables().removeOrphans(Duration.ofDays(1), Removal.DELETE);
  }

  private static Stream<Seen> ofHadoop() {
    return proxy.seen().stream()
        .filter(request -> request.header("User-Agent").orElse("").contains("Hadoop"));
  }

  @Test
  void everyRequestGoesToTigrisInPathStyleAndAsksForConsistency() {
    wholeLife();

    assertThat(proxy.seen())
        .isNotEmpty()
        .allMatch(request -> request.header(CONSISTENT).equals(Optional.of("true")))
        .allMatch(request -> request.target().replace(":80/", "/").startsWith(TIGRIS))
        .allMatch(
            request ->
                request.header("Authorization").orElse("").contains("/auto/s3/aws4_request"));
    assertThat(ofHadoop()).as("listings").anyMatch(request -> request.target().contains("prefix="));
    assertThat(ofHadoop()).as("deletions").anyMatch(request -> request.method().equals("DELETE"));
  }

  @Test
  void aBucketThatIsConsistentEverywhereIsNotAsked() {
    options.put("storage.tigris.bucketType", "multi-region");

    wholeLife();

    assertThat(proxy.seen()).isNotEmpty().allMatch(request -> request.header(CONSISTENT).isEmpty());
  }

  @Test
  void virtualHostedStyleOnRequestPutsTheBucketIntoTheHost() {
    options.put("storage.aws_virtual_hosted_style_request", "true");

    write("errorifexists");
    assertThat(read().count()).isEqualTo(100);
    assertThat(read().collectAsList()).hasSize(100);

    assertThat(proxy.seen())
        .isNotEmpty()
        .allMatch(request -> request.target().startsWith("http://" + BUCKET + ".t3.storage.dev/"));
  }

  @Test
  void scansReadThroughTheGatewayAndNothingElseDoes() {
    write("errorifexists");
    write("append");
    try (RecordingProxy gateway = RecordingProxy.before(store)) {
      options.put("storage.tigris.readEndpoint", gateway.endpoint());
      options.put("storage.proxy_excludes", "127.0.0.1");
      proxy.forget();

      assertThat(read().collectAsList()).hasSize(200);
      assertThat(read().filter("id < 10").count()).isEqualTo(20);

      assertThat(gateway.seen()).as("the gateway").anyMatch(TigrisTest::isOfData);
      assertThat(gateway.seen())
          .as("the gateway")
          .allMatch(request -> List.of("GET", "HEAD").contains(request.method()))
          .noneMatch(request -> request.target().contains("prefix="))
          .allMatch(request -> request.target().startsWith("/" + BUCKET + "/"))
          .allMatch(request -> request.header(CONSISTENT).isPresent());
      assertThat(proxy.seen())
          .as("Tigris itself")
          .anyMatch(request -> request.target().contains("prefix="))
          .noneMatch(TigrisTest::isOfData);

      int before = gateway.seen().size();
      write("append");
      tables().tag("third", 3);
      assertThat(tables().history().count()).isEqualTo(3);
      assertThat(gateway.seen()).as("writes").hasSize(before);
      assertThat(read().collectAsList()).as("the newest version").hasSize(300);
    }
  }

  @Test
  void aGatewayThatKeepsWhatItSawServesTheVersionsThatAreRead() throws Exception {
    write("errorifexists");
    try (RecordingProxy gateway = RecordingProxy.caching(store)) {
      options.put("storage.tigris.readEndpoint", gateway.endpoint());
      options.put("storage.proxy_excludes", "127.0.0.1");

      assertThat(read().collectAsList()).hasSize(100);
      write("append");
      assertThat(read().collectAsList()).hasSize(200);
      write("overwrite");
      assertThat(read().collectAsList()).hasSize(100);

      Path table = new Path(uri);
      table.getFileSystem(spark.sparkContext().hadoopConfiguration()).delete(table, true);
      write("errorifexists");
      assertRefused(ErrorCondition.LANCE_VERSION_NOT_FOUND, () -> read().collectAsList());
    }
  }

  private static boolean isOfData(Seen request) {
    return request.target().contains("/data/");
  }

  @Test
  void aGatewayThatIsNotThereFailsTheScanAndNotTheLookAtTheTable() {
    write("errorifexists");
    RecordingProxy gone = RecordingProxy.before(store);
    gone.close();
    options.put("storage.tigris.readEndpoint", gone.endpoint());
    options.put("storage.proxy_excludes", "127.0.0.1");
    options.put("storage.client_max_retries", "0");

    assertThat(tables().version()).isEqualTo(1);
    assertRefused(ErrorCondition.LANCE_STORE_UNREACHABLE, () -> read().collectAsList());
    assertThatThrownBy(() -> read().collectAsList())
        .hasStackTraceContaining(
            "the store at "
                + gone.endpoint()
                + " (from option storage.tigris.readEndpoint) cannot be reached");
  }

  @Test
  void aSnapshotIsReadByEveryRequestAndNeverWritten() {
    write("errorifexists");
    options.put("storage.tigris.snapshotVersion", "1751631910169675092");
    proxy.forget();

    assertThat(read().collectAsList()).hasSize(100);
    assertThat(tables().history().count()).isEqualTo(1);
    List<ThrowingCallable> changes =
        List.of(
            () -> write("append"),
            () -> write("overwrite"),
            () -> tables().tag("first", 1),
            () -> tables().untag("first"),
            () -> tables().restore(1),
            () -> tables().createBranch("branch"),
            () -> tables().deleteBranch("branch"),
            () -> tables().vacuum(Retention.ofNewest(1)),
            () -> tables().removeOrphans(Duration.ofDays(1), Removal.DRY_RUN),
            () -> spark.range(1).write().format("lance").options(options).save(uri + "2"));
    changes.forEach(change -> assertRefused(ErrorCondition.LANCE_UNSUPPORTED_OPERATION, change));

    assertThat(proxy.seen())
        .isNotEmpty()
        .allMatch(request -> request.header(SNAPSHOT).equals(Optional.of("1751631910169675092")))
        .allMatch(request -> List.of("GET", "HEAD").contains(request.method()));
  }

  @Test
  void theReportSaysWhatIsSentAndShowsNoSecret() {
    List<Row> report = LanceTables.storageReport(spark, uri, options).collectAsList();

    assertThat(report.get(0).mkString("|"))
        .isEqualTo("store|Tigris|fs.s3a.bucket." + BUCKET + ".endpoint");
    assertThat(report)
        .extracting(row -> row.mkString("|"))
        .contains(
            "aws_region|auto|Tigris preset",
            "headers." + CONSISTENT + "|true|Tigris preset",
            "aws_secret_access_key|***|fs.s3a.bucket." + BUCKET + ".secret.key");
    assertThat(report.toString()).doesNotContain("of_this_test");
    assertThat(proxy.seen()).isEmpty();
  }
}
