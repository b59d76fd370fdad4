package io.lancetrain.spark.storage.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.option.StorageLevel;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.resolver.StorageReport.Line;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageReportTest {
  private static final String MARK = "HUSH";

  private final Map<String, String> options = new HashMap<>();
  private final Map<String, String> hadoop = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private List<Line> report(String uri) {
    return new StorageResolver(Hadoop.with(hadoop), environment)
        .report(
            TableUri.parse(uri),
            List.of(
                new StorageLevel(StorageLevel.OPTIONS, options),
                new StorageLevel("spark.sql.catalog.lance.", Map.of("user_agent", "mine"))))
        .lines();
  }

  @Test
  void everySettingIsThereWithThePlaceThatItWasTakenFrom() {
    hadoop.put("fs.s3a.bucket.b.endpoint", "https://t3.storage.dev");
    hadoop.put("fs.s3a.access.key", "tid_0123456789");
    hadoop.put("fs.s3a.secret.key", "tsec_" + MARK);
    environment.put("AWS_REQUEST_PAYER", "true");
    options.put("timeout", "20s");
    options.put("tigris.buckettype", "global");

    assertThat(report("s3://b/t.lance"))
        .startsWith(
            new Line("store", "Tigris", "fs.s3a.bucket.b.endpoint"),
            new Line("commits", "safe: the store is known", ""),
            new Line("commit.lock", "none", "default"),
            new Line("answer_timeout", "10m", "default"),
            new Line("tigris.bucketType", "global", "option storage.tigris.buckettype"))
        .contains(
            new Line("aws_endpoint", "https://t3.storage.dev", "fs.s3a.bucket.b.endpoint"),
            new Line("aws_region", "auto", "Tigris preset"),
            new Line("aws_virtual_hosted_style_request", "false", "Tigris preset"),
            new Line("headers.X-Tigris-Consistent", "true", "Tigris preset"),
            new Line("aws_access_key_id", "tid_***", "fs.s3a.access.key"),
            new Line("aws_secret_access_key", "***", "fs.s3a.secret.key"),
            new Line("aws_request_payer", "true", "environment AWS_REQUEST_PAYER"),
            new Line("timeout", "20s", "option storage.timeout"),
            new Line("user_agent", "mine", "spark.sql.catalog.lance.storage.user_agent"),
            new Line("connect_timeout", "5s", "default"));
  }

  @Test
  void noSecretIsInIt() {
    options.put("access_key_id", "tid_" + MARK);
    options.put("secret_access_key", MARK);
    options.put("session_token", MARK);
    options.put("aws_sse_customer_key_base64", MARK);
    options.put("proxy_url", "http://user:" + MARK + "@proxy.example.com:1");
    options.put("headers.x-api-key", MARK);
    options.put("headers.authorization", MARK);
    assertThat(report("s3://b/t.lance").toString()).doesNotContain(MARK);
    options.clear();

    options.put("google_service_account_key", MARK);
    options.put("google_storage_token", MARK);
    environment.put("GOOGLE_SERVICE_ACCOUNT_KEY", MARK);
    assertThat(report("gs://b/t.lance").toString()).doesNotContain(MARK);
    options.clear();

    environment.put("AZURE_STORAGE_ACCOUNT_NAME", "account");
    options.put("access_key", MARK);
    options.put("sas_token", MARK);
    options.put("client_secret", MARK);
    options.put("bearer_token", MARK);
    environment.put("AZURE_STORAGE_ACCOUNT_KEY", MARK);
    assertThat(report("az://b/t.lance").toString()).doesNotContain(MARK);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://b/t.lance, '', Amazon S3, safe: the store is known",
    "s3://b/t.lance, https://minio.example.com, S3-compatible store, "
        + "the store has to show before the first commit that they are safe",
    "gs://b/t.lance, '', Google Cloud Storage (untested), "
        + "the store has to show before the first commit that they are safe",
    "az://b/t.lance, '', Azure Blob Storage (untested), "
        + "the store has to show before the first commit that they are safe",
    "/tmp/t.lance, '', local disk, safe: the disk is known"
  })
  void itSaysWhichStoreWasRecognisedAndWhetherCommitsAreSafe(
      String uri, String endpoint, String store, String commits) {
    if (!endpoint.isEmpty()) {
      hadoop.put("fs.s3a.endpoint", endpoint);
    }

    environment.put("AZURE_STORAGE_ACCOUNT_NAME", "account");

    assertThat(report(uri).get(0).value()).isEqualTo(store);
    assertThat(report(uri).get(1).value()).isEqualTo(commits);
  }

  @Test
  void itSaysWhereTheKeysComeFromThatAreNotSet() {
    Line machine = new Line("credentials", "none set: Lance looks for those of the machine", "");
    assertThat(report("s3://b/t.lance")).contains(machine);
    assertThat(report("/tmp/t.lance")).doesNotContain(machine);

    hadoop.put("fs.s3a.aws.credentials.provider", "com.example.Own");
    assertThat(report("s3://b/t.lance")).doesNotContain(machine);
    hadoop.clear();

    options.put("aws_skip_signature", "true");
    assertThat(report("s3://b/t.lance")).doesNotContain(machine);
  }

  @Test
  void aLockAndAWaiverAreShown() {
    hadoop.put("fs.s3a.endpoint", "https://minio.example.com");
    options.put("commit.probe", "false");
    assertThat(report("s3://b/t.lance"))
        .contains(new Line("commits", "not checked: the user answers for the store", ""));

    options.put("commit.lock", "file:///shared/locks");
    assertThat(report("s3://b/t.lance"))
        .contains(
            new Line("commits", "kept apart by the lock", ""),
            new Line("commit.lock", "file:///shared/locks", "option storage.commit.lock"));
  }

  @Test
  void providersOfCredentialsAreNamedWithTheirSource() {
    hadoop.put("fs.s3a.aws.credentials.provider", "com.example.OwnProvider");

    assertThat(report("s3://b/t.lance"))
        .contains(
            new Line(
                "credentials of providers",
                "com.example.OwnProvider",
                "fs.s3a.aws.credentials.provider"));
  }
}
