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

/**
 * Whatever {@code fs.s3a.aws.credentials.provider} names, for all buckets or for one, gives Lance
 * its credentials as it gives Spark's Parquet its own.
 */
@Tag("round-trip")
class ProvidersTest {
  private static final String S3A = "spark.hadoop.fs.s3a.";
  private static final String PROVIDER = "aws.credentials.provider";
  private static final String HADOOPS = "org.apache.hadoop.fs.s3a.";
  private static final String OF_ENVIRONMENT =
      "com.amazonaws.auth.EnvironmentVariableCredentialsProvider";

  @TempDir private Path folder;

  @Test
  void everyProviderThatWorksForParquetWorksForLance() throws Exception {
    try (S3Server server = S3Server.builder().start()) {
      for (String bucket : new String[] {"environment", "own", "simple", "temporary", "second"}) {
        server.createBucket(bucket);
      }
      Submission submission = new Submission(folder, ProviderPlace.SPARKS_JARS);
      server.sparkSettings().forEach(submission::with);
      TemporaryKey key = TemporaryKey.issue(Duration.ofMinutes(10));
      TemporaryKey ofEnvironment = TemporaryKey.issue(Duration.ofMinutes(10));
      submission
          .with(S3A + "access.key", "nobody")
          .with(S3A + "secret.key", "nothing")
          // What is named for all buckets holds for the bucket "environment" alone.
          .with(S3A + PROVIDER, OF_ENVIRONMENT)
          .with(S3A + "bucket.own." + PROVIDER, OwnProvider.NAME)
          .with("spark.hadoop." + OwnProvider.LIFE, "600000")
          .with(S3A + "bucket.simple." + PROVIDER, HADOOPS + "SimpleAWSCredentialsProvider")
          .with(S3A + "bucket.simple.access.key", key.accessKey())
          .with(S3A + "bucket.simple.secret.key", key.secretKey())
          .with(S3A + "bucket.temporary." + PROVIDER, HADOOPS + "TemporaryAWSCredentialsProvider")
          .with(S3A + "bucket.temporary.access.key", key.accessKey())
          .with(S3A + "bucket.temporary.secret.key", key.secretKey())
          .with(S3A + "bucket.temporary.session.token", "token")
          // The first has none, so that the second is asked.
          .with(
              S3A + "bucket.second." + PROVIDER,
              HADOOPS + "TemporaryAWSCredentialsProvider, " + OwnProvider.NAME);

      SparkHome.Outcome outcome =
          submission.run(
              "local[2]",
              ProvidersProgram.class,
              Map.of(
                  "AWS_ACCESS_KEY_ID", ofEnvironment.accessKey(),
                  "AWS_SECRET_ACCESS_KEY", ofEnvironment.secretKey()),
              "environment",
              "own",
              "simple",
              "second",
              "temporary");

      assertThat(outcome.exitCode()).as(outcome.standardError()).isZero();
      assertThat(outcome.standardOutput())
          .contains("environment has 200 rows")
          .contains("own has 200 rows")
          .contains("simple has 200 rows")
          .contains("second has 200 rows")
          .contains("temporary has 200 rows");
      assertThat(server.acceptedKeys()).contains(key.accessKey(), ofEnvironment.accessKey());
      assertThat(server.refusedKeys()).isEmpty();
      assertThat(outcome.standardError())
          .doesNotContain(key.secretKey(), ofEnvironment.secretKey(), "secret-of-");
    }
  }
}
