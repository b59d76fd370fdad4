package io.lancetrain.spark.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.credentials.Submission.ProviderPlace;
import io.lancetrain.spark.examples.SparkHome;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TemporaryKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes and reads that outlive their credentials, on executors of their own. */
class RenewalTest {
  private static final Duration LIFE_OF_A_KEY = Duration.ofSeconds(8);
  private static final Duration OF_EACH_TASK = Duration.ofSeconds(20);
  private static final String PROVIDER = "spark.hadoop.fs.s3a.aws.credentials.provider";

  private static final String HADOOP = SparkHome.property("lancetrain.hadoop.version");

  /** Hadoop 3.4 makes no provider of a class that comes in jars of the application. */
  private static final ProviderPlace PLACE =
      HADOOP.startsWith("3.4.") ? ProviderPlace.SPARKS_JARS : ProviderPlace.JARS_OF_THE_APPLICATION;

  /** The S3A of Hadoop 3.3 is given keys that are not renewed where it does not find the class. */
  private static final boolean S3A_FINDS_THE_PROVIDER = !HADOOP.startsWith("3.3.");

  @TempDir private Path folder;

  @Test
  @Tag("round-trip")
  void writesAndReadsGoOnWhenTheirCredentialsExpire() throws Exception {
    try (S3Server server = S3Server.builder().start()) {
      Submission submission =
          submission(server)
              .with(PROVIDER, OwnProvider.NAME)
              .with("spark.hadoop." + OwnProvider.LIFE, String.valueOf(LIFE_OF_A_KEY.toMillis()));
      SparkHome.Outcome outcome =
          submission.run(
              "local-cluster[2,1,1024]",
              RenewalProgram.class,
              Map.of(),
              "s3://bucket/slow.lance",
              String.valueOf(OF_EACH_TASK.toMillis()),
              S3A_FINDS_THE_PROVIDER ? RenewalProgram.LIST : "end");

      assertThat(outcome.exitCode()).as(outcome.standardError()).isZero();
      String output = outcome.standardOutput();
      assertThat(output).contains("read [2000,1999000,2000]", "count 2005");
      if (S3A_FINDS_THE_PROVIDER) {
        assertThat(output).contains("orphans 0");
      }
      assertThat(server.refusedKeys()).isEmpty();
      long written = time(output, "written");
      long read = time(output, "read");
      // Each task lasts for two and a half lives of a key and needs three keys at the least.
      assertThat(keysIssued(server, written - OF_EACH_TASK.toMillis(), written))
          .hasSizeGreaterThan(5);
      assertThat(keysIssued(server, read - OF_EACH_TASK.toMillis(), read)).hasSizeGreaterThan(5);
      assertThat(outcome.standardError())
          .doesNotContain("secret-of-", "ClassNotFoundException", "Cannot delete");
      for (String log : submission.executorLogs()) {
        assertThat(log).doesNotContain("secret-of-");
      }
    }
  }

  private static long time(String output, String event) {
    Matcher line = Pattern.compile("(?m)^" + event + ".* by ([0-9]+)$").matcher(output);
    assertThat(line.find()).as(output).isTrue();
    return Long.parseLong(line.group(1));
  }

  /** The keys that the server let in and that were new in this span. */
  private static List<Long> keysIssued(S3Server server, long from, long to) {
    return server.acceptedKeys().stream()
        .map(key -> Long.parseLong(key.split("-")[1]) - LIFE_OF_A_KEY.toMillis())
        .filter(issued -> issued >= from && issued <= to)
        .toList();
  }

  /** Shows that the other test would see keys that are not renewed. */
  @Test
  void keysThatNobodyRenewsAreRefusedByTheServer() throws Exception {
    try (S3Server server = S3Server.builder().start()) {
      TemporaryKey key = TemporaryKey.issue(Duration.ofSeconds(30));
      SparkHome.Outcome outcome =
          submission(server)
              .with("spark.hadoop.fs.s3a.access.key", key.accessKey())
              .with("spark.hadoop.fs.s3a.secret.key", key.secretKey())
              .run(
                  "local[2]",
                  RenewalProgram.class,
                  Map.of(),
                  "s3://bucket/slow.lance",
                  String.valueOf(Duration.ofSeconds(30).toMillis()),
                  "end");

      assertThat(outcome.exitCode()).isNotZero();
      assertThat(server.refusedKeys()).containsExactly(key.accessKey());
      assertThat(outcome.standardError()).contains("LANCE_ACCESS_DENIED");
    }
  }

  private Submission submission(S3Server server) {
    server.createBucket("bucket");
    Submission submission = new Submission(folder, PLACE);
    server.sparkSettings().forEach(submission::with);
    return submission;
  }
}
