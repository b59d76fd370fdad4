package io.lancetrain.spark.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.credentials.Submission.ProviderPlace;
import io.lancetrain.spark.examples.SparkHome;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TemporaryKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes and reads that outlive their credentials, on executors of their own. */
@Tag("round-trip")
class RenewalTest {
  private static final Duration LIFE_OF_A_KEY = Duration.ofSeconds(6);
  private static final Duration OF_EACH_TASK = Duration.ofSeconds(20);
  private static final String PROVIDER = "spark.hadoop.fs.s3a.aws.credentials.provider";

  @TempDir private Path folder;

  @Test
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
              String.valueOf(OF_EACH_TASK.toMillis()));

      assertThat(outcome.exitCode()).as(outcome.standardError()).isZero();
      assertThat(outcome.standardOutput())
          .contains("written", "read [2000,1999000,2000]", "count 2005");
      assertThat(server.refusedKeys()).isEmpty();
      assertThat(server.acceptedKeys())
          .as("keys of two executors and a driver")
          .hasSizeGreaterThan(12);
      assertThat(outcome.standardError())
          .doesNotContain("secret-of-", "ClassNotFoundException", "Cannot delete");
      for (String log : submission.executorLogs()) {
        assertThat(log).doesNotContain("secret-of-");
      }
    }
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
                  String.valueOf(Duration.ofSeconds(30).toMillis()));

      assertThat(outcome.exitCode()).isNotZero();
      assertThat(server.refusedKeys()).containsExactly(key.accessKey());
      assertThat(outcome.standardError()).contains("LANCE_ACCESS_DENIED");
    }
  }

  private Submission submission(S3Server server) {
    server.createBucket("bucket");
    Submission submission = new Submission(folder, ProviderPlace.JARS_OF_THE_APPLICATION);
    server.sparkSettings().forEach(submission::with);
    return submission;
  }
}
