package io.lancetrain.spark.storage.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.commit.CommitProtection;
import io.lancetrain.spark.storage.commit.CommitProtection.Proof;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageResolverTest {
  private static final TableUri TABLE = TableUri.parse("s3://b/t.lance");
  private static final String SIMPLE = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider";

  private final Map<String, String> options = new HashMap<>();
  private final Map<String, String> hadoop = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private StorageSettings resolved() {
    return new StorageResolver(Hadoop.with(hadoop), environment).resolve(TABLE, options);
  }

  private String value(String name) {
    return resolved().lanceOptions().get(name);
  }

  @Test
  void firstPlaceWinsForEachSetting() {
    environment.put("AWS_DEFAULT_REGION", "env-default");
    assertThat(value("aws_region")).isEqualTo("env-default");
    environment.put("AWS_REGION", "env");
    assertThat(value("aws_region")).isEqualTo("env");
    hadoop.put("fs.s3a.endpoint.region", "global");
    assertThat(value("aws_region")).isEqualTo("global");
    hadoop.put("fs.s3a.bucket.other.endpoint.region", "other");
    hadoop.put("fs.s3a.bucket.b.endpoint.region", "bucket");
    assertThat(value("aws_region")).isEqualTo("bucket");
    options.put("Region", "option");
    assertThat(value("aws_region")).isEqualTo("option");
  }

  @Test
  void credentialsAreTakenFromOnePlaceAsAWhole() {
    environment.put("AWS_ACCESS_KEY_ID", "envkey");
    environment.put("AWS_SECRET_ACCESS_KEY", "envsecret");
    environment.put("AWS_SESSION_TOKEN", "envtoken");
    assertThat(resolved().lanceOptions())
        .containsEntry("aws_access_key_id", "envkey")
        .containsEntry("aws_session_token", "envtoken");

    environment.remove("AWS_SESSION_TOKEN");
    hadoop.put("fs.s3a.access.key", "gkey");
    hadoop.put("fs.s3a.secret.key", "gsecret");
    hadoop.put("fs.s3a.session.token", "gtoken");
    assertThat(resolved().lanceOptions())
        .containsEntry("aws_access_key_id", "gkey")
        .containsEntry("aws_session_token", "gtoken");

    hadoop.put("fs.s3a.bucket.b.access.key", "bkey");
    hadoop.put("fs.s3a.bucket.b.secret.key", "bsecret");
    assertThat(resolved().lanceOptions())
        .containsEntry("aws_access_key_id", "bkey")
        .containsEntry("aws_secret_access_key", "bsecret")
        .doesNotContainKey("aws_session_token");

    options.put("access_key_id", "okey");
    options.put("aws_secret_access_key", "osecret");
    assertThat(resolved().lanceOptions())
        .containsEntry("aws_access_key_id", "okey")
        .containsEntry("aws_secret_access_key", "osecret")
        .doesNotContainKey("aws_session_token");
  }

  @Test
  void keysAreRefusedWhenLanceWouldAddTheEnvironmentsSessionToken() {
    environment.put("AWS_SESSION_TOKEN", "envtoken");
    options.put("aws_access_key_id", "okey");
    options.put("aws_secret_access_key", "osecret");

    assertThatThrownBy(this::resolved)
        .isInstanceOf(LanceException.class)
        .hasMessageContaining("Unset AWS_SESSION_TOKEN")
        .hasMessageNotContaining("envtoken");
  }

  @Test
  void halfAPairOfKeysIsRefusedNamingTheOther() {
    hadoop.put("fs.s3a.access.key", "gkey");
    hadoop.put("fs.s3a.secret.key", "gsecret");
    hadoop.put("fs.s3a.bucket.b.secret.key", "BSECRET");
    assertThatThrownBy(this::resolved)
        .hasMessageContaining("fs.s3a.bucket.b.secret.key is set, but fs.s3a.bucket.b.access.key")
        .hasMessageNotContaining("BSECRET");

    options.put("aws_access_key_id", "okey");
    assertThatThrownBy(this::resolved)
        .hasMessageContaining("storage.aws_access_key_id is set")
        .hasMessageContaining("storage.aws_secret_access_key is not");
  }

  @Test
  void keysThatS3aWouldNotUseAreNotUsed() {
    hadoop.put("fs.s3a.access.key", "gkey");
    hadoop.put("fs.s3a.secret.key", "gsecret");
    hadoop.put("fs.s3a.session.token", "gtoken");
    hadoop.put(
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider");
    assertThat(resolved().lanceOptions()).doesNotContainKey("aws_access_key_id");

    hadoop.put("fs.s3a.aws.credentials.provider", SIMPLE);
    assertThat(resolved().lanceOptions())
        .containsEntry("aws_access_key_id", "gkey")
        .doesNotContainKey("aws_session_token");
  }

  @Test
  void anonymousProviderMeansNoSignature() {
    hadoop.put("fs.s3a.access.key", "gkey");
    hadoop.put("fs.s3a.secret.key", "gsecret");
    hadoop.put(
        "fs.s3a.bucket.b.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider");

    assertThat(resolved().lanceOptions())
        .containsEntry("aws_skip_signature", "true")
        .doesNotContainKey("aws_access_key_id");
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.endpoint, http://127.0.0.1:9000, http://127.0.0.1:9000, false",
    "fs.s3a.endpoint, 10.0.0.7:9000, https://10.0.0.7:9000, false",
    "fs.s3a.endpoint, http://localhost:9000/, http://localhost:9000, false",
    "fs.s3a.endpoint, store.example.com, https://b.store.example.com, true",
    "fs.s3a.bucket.b.endpoint, HTTPS://Store.example.com:8443, https://b.store.example.com:8443, true"
  })
  void s3aEndpointIsAddressedAsS3aDoes(
      String key, String endpoint, String address, String virtualHosted) {
    hadoop.put(key, endpoint);

    assertThat(value("aws_endpoint")).isEqualTo(address);
    assertThat(value("aws_virtual_hosted_style_request")).isEqualTo(virtualHosted);
    assertThat(value("aws_region")).isEqualTo("us-east-1");
  }

  @Test
  void s3aPathStyleAndTlsAreHeeded() {
    hadoop.put("fs.s3a.endpoint", "store.example.com");
    hadoop.put("fs.s3a.path.style.access", "true");
    hadoop.put("fs.s3a.connection.ssl.enabled", "false");

    assertThat(resolved().lanceOptions())
        .containsEntry("aws_endpoint", "http://store.example.com")
        .containsEntry("aws_virtual_hosted_style_request", "false")
        .containsEntry("allow_http", "true");
  }

  @Test
  void endpointIsAlsoGivenUnderTheNameThatLancePrefers() {
    environment.put("AWS_ENDPOINT_URL_S3", "https://env.example.com");
    options.put("endpoint", "https://option.example.com");

    assertThat(resolved().lanceOptions())
        .containsEntry("aws_endpoint", "https://option.example.com")
        .containsEntry("aws_endpoint_url_s3", "https://option.example.com");
  }

  @Test
  void environmentNamesTheEndpointInThreeWays() {
    environment.put("AWS_ENDPOINT", "https://c.example.com");
    assertThat(value("aws_endpoint")).isEqualTo("https://c.example.com");
    environment.put("AWS_ENDPOINT_URL", "https://d.example.com");
    assertThat(value("aws_endpoint")).isEqualTo("https://d.example.com");
    environment.put("AWS_ENDPOINT_URL_S3", "https://e.example.com");
    assertThat(value("aws_endpoint")).isEqualTo("https://e.example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "s3.amazonaws.com, ",
    "https://s3.eu-central-1.amazonaws.com, eu-central-1",
    "s3-eu-west-1.amazonaws.com, eu-west-1"
  })
  void amazonsOwnEndpointIsLeftToLance(String endpoint, String region) {
    hadoop.put("fs.s3a.endpoint", endpoint);

    assertThat(resolved().lanceOptions()).doesNotContainKey("aws_endpoint");
    assertThat(value("aws_region")).isEqualTo(region);
  }

  @Test
  void regionOfAmazonIsLeftOutWhenNothingTellsIt() {
    assertThat(resolved().lanceOptions()).doesNotContainKeys("aws_region", "aws_endpoint");
  }

  @Test
  void amazonNamedBySettingsHidesTheEnvironmentsEndpoint() {
    environment.put("AWS_ENDPOINT_URL", "https://env.example.com");
    hadoop.put("fs.s3a.endpoint", "s3.eu-central-1.amazonaws.com");

    assertThat(resolved().lanceOptions())
        .containsEntry("aws_endpoint_url_s3", "https://b.s3.eu-central-1.amazonaws.com")
        .containsEntry("aws_virtual_hosted_style_request", "true");
  }

  @Test
  void virtualHostedStyleByOptionPutsTheBucketIntoTheHostOnce() {
    options.put("aws_virtual_hosted_style_request", "true");
    options.put("aws_endpoint", "https://store.example.com");
    assertThat(value("aws_endpoint")).isEqualTo("https://b.store.example.com");
    options.put("aws_endpoint", "https://b.store.example.com");
    assertThat(value("aws_endpoint")).isEqualTo("https://b.store.example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t3.storage.dev",
        "https://t3.storage.dev",
        "https://fly.storage.tigris.dev",
        "https://eu.tigris.dev"
      })
  void tigrisIsRecognisedByItsEndpoint(String endpoint) {
    hadoop.put("fs.s3a.endpoint", endpoint);

    assertThat(resolved().lanceOptions())
        .containsEntry("aws_region", "auto")
        .containsEntry("aws_virtual_hosted_style_request", "false")
        .containsEntry("headers.X-Tigris-Consistent", "true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://nott3.storage.dev.example.com", "https://xtigris.dev"})
  void likeNamesAreNotTigris(String endpoint) {
    options.put("endpoint", endpoint);

    assertThat(resolved().lanceOptions()).doesNotContainKey("headers.X-Tigris-Consistent");
  }

  @ParameterizedTest
  @CsvSource({"global, true", "dual-region, true", "Multi-Region, false", "single-region, false"})
  void consistencyHeaderFollowsTheBucketType(String type, boolean sent) {
    options.put("endpoint", "https://t3.storage.dev");
    options.put("tigris.buckettype", type);

    assertThat(resolved().lanceOptions().containsKey("headers.X-Tigris-Consistent"))
        .isEqualTo(sent);
    assertThat(resolved().lanceOptions().keySet()).noneMatch(name -> name.startsWith("tigris"));
  }

  @Test
  void headerThatTheUserSetStaysAlone() {
    options.put("endpoint", "https://t3.storage.dev");
    options.put("headers.x-tigris-consistent", "false");

    assertThat(resolved().lanceOptions())
        .containsEntry("headers.x-tigris-consistent", "false")
        .doesNotContainKey("headers.X-Tigris-Consistent");
  }

  @Test
  void temporaryCredentialsOnTigrisAreRefusedWithTheReason() {
    options.put("endpoint", "https://t3.storage.dev");
    environment.put("AWS_ACCESS_KEY_ID", "envkey");
    environment.put("AWS_SECRET_ACCESS_KEY", "envsecret");
    environment.put("AWS_SESSION_TOKEN", "envtoken");

    assertThatThrownBy(this::resolved)
        .hasMessageContaining("Tigris has no temporary credentials")
        .hasMessageContaining("environment AWS_SESSION_TOKEN")
        .hasMessageNotContaining("envtoken");
  }

  @Test
  void unknownNamesAreRefusedWithTheNearest() {
    options.put("aws_regoin", "x");
    assertThatThrownBy(this::resolved)
        .hasMessageStartingWith("[LANCE_UNKNOWN_OPTION]")
        .hasMessageContaining("'storage.aws_regoin'")
        .hasMessageContaining("'storage.aws_region'");
  }

  @Test
  void oneSettingUnderTwoNamesIsRefused() {
    options.put("region", "x");
    options.put("aws_region", "y");
    assertThatThrownBy(this::resolved).hasMessageContaining("storage.aws_region");
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, http://",
    "endpoint, ftp://h",
    "endpoint, http://h:99999",
    "endpoint, http://h?x",
    "endpoint, http://h h",
    "endpoint, http://user:SECRET@h",
    "timeout, 5",
    "connect_timeout, soon",
    "allow_http, perhaps",
    "client_max_retries, -1",
    "client_max_retries, many",
    "client_retry_timeout, soon",
    "proxy_url, nonsense",
    "headers.x-a, ü",
    "tigris.bucketType, big"
  })
  void valuesThatLanceWouldChokeOnAreRefused(String name, String value) {
    options.put(name, value);
    assertThatThrownBy(this::resolved)
        .isInstanceOf(LanceException.class)
        .hasMessageStartingWith("[LANCE_INVALID_OPTION]")
        .hasMessageContaining("storage." + name)
        .hasMessageNotContaining("SECRET");
  }

  @Test
  void secretValuesAreNotRepeatedInErrors() {
    options.put("aws_secret_access_key", "SEC\u0001RET");
    assertThatThrownBy(this::resolved).hasMessageNotContaining("RET");
  }

  @Test
  void localPathNeedsNothingButItsOptionsAreChecked() {
    StorageResolver resolver = new StorageResolver(Hadoop.with(hadoop), environment);
    TableUri local = TableUri.parse("/tmp/t.lance");

    assertThat(resolver.resolve(local, Map.of("region", "x"))).isEqualTo(StorageSettings.NONE);
    assertThatThrownBy(() -> resolver.resolve(local, Map.of("regin", "x")))
        .hasMessageStartingWith("[LANCE_UNKNOWN_OPTION]");
  }

  @Test
  void timesHaveDefaultsThatUsersReplace() {
    assertThat(resolved().lanceOptions())
        .containsEntry("connect_timeout", "5s")
        .containsEntry("client_retry_timeout", "60");
    hadoop.put("fs.s3a.connection.establish.timeout", "7000");
    hadoop.put("fs.s3a.connection.request.timeout", "2m");
    options.put("client_retry_timeout", "1500ms");
    assertThat(resolved().lanceOptions())
        .containsEntry("connect_timeout", "7000ms")
        .containsEntry("timeout", "2m")
        .containsEntry("client_retry_timeout", "2");
  }

  @Test
  void howLongAReadWaitsIsTheConnectorsAffairAndNotLances() {
    assertThat(resolved().answerTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(resolved().lanceOptions()).doesNotContainKey("answer_timeout");

    options.put("Answer_Timeout", "1500ms");
    options.put("tigris.readEndpoint", "https://cache.example.com");
    assertThat(resolved().answerTimeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(resolved().forScans().answerTimeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(resolved().lanceOptions()).doesNotContainKey("answer_timeout");
  }

  @Test
  void proxyOfS3aIsTakenWithItsPassword() {
    hadoop.put("fs.s3a.proxy.host", "proxy.example.com");
    hadoop.put("fs.s3a.proxy.port", "3128");
    hadoop.put("fs.s3a.proxy.username", "me");
    hadoop.put("fs.s3a.proxy.password", "p@ss word");

    assertThat(value("proxy_url")).isEqualTo("http://me:p%40ss%20word@proxy.example.com:3128");
    assertThat(resolved().toString()).doesNotContain("p%40ss");
  }

  @Test
  void otherVariablesOfTheDriverAreHandedOver() {
    environment.put("AWS_UNSIGNED_PAYLOAD", "true");
    environment.put("AWS_REQUEST_PAYER", "TRUE");
    assertThat(resolved().lanceOptions())
        .containsEntry("aws_unsigned_payload", "true")
        .containsEntry("aws_request_payer", "true");
  }

  @Test
  void plainHttpIsRefusedWhereTheUserForbidsIt() {
    options.put("endpoint", "http://h:1");
    options.put("allow_http", "false");
    assertThatThrownBy(this::resolved).hasMessageContaining("storage.allow_http");
  }

  @ParameterizedTest
  @CsvSource({
    "'', KNOWN",
    "https://s3.eu-west-1.amazonaws.com, KNOWN",
    "https://t3.storage.dev, KNOWN",
    "https://minio.example.com:9000, TO_BE_SHOWN",
    "https://t3.storage.dev.example.com, TO_BE_SHOWN"
  })
  void aStoreThatIsNotKnownHasToShowThatCommitsAreSafe(String endpoint, Proof proof) {
    if (!endpoint.isEmpty()) {
      options.put("endpoint", endpoint);
    }
    assertThat(resolved().protection()).isEqualTo(new CommitProtection(proof, "none"));
    options.put("commit.probe", "false");
    options.put("commit.lock", "file:///shared/locks");
    assertThat(resolved().protection())
        .isEqualTo(new CommitProtection(Proof.WAIVED, "file:///shared/locks"));
    assertThat(resolved().lanceOptions()).doesNotContainKeys("commit.probe", "commit.lock");
  }
}
