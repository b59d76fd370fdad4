package io.lancetrain.spark.storage.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.s3a.HadoopSettings;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code fs.s3a.*} says beyond keys and endpoint, as Lance gets it. */
class S3aBridgeTest {
  private static final TableUri TABLE = TableUri.parse("s3://b/t.lance");
  private static final String S3A = "org.apache.hadoop.fs.s3a.";
  private static final String PROVIDERS = "fs.s3a.aws.credentials.provider";

  private final Configuration hadoop = new Configuration(false);
  private final Map<String, String> environment = new HashMap<>();

  private StorageSettings resolved(Map<String, String> options) {
    return new StorageResolver(HadoopSettings.of(hadoop), environment).resolve(TABLE, options);
  }

  private StorageSettings resolved() {
    return resolved(Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "connection.establish.timeout, 7000, connect_timeout, 7000ms",
    "connection.request.timeout, 2m, timeout, 2m",
    "connection.idle.time, 90s, pool_idle_timeout, 90s",
    "attempts.maximum, 7, client_max_retries, 7",
    "retry.throttle.limit, 12, lance_aimd_max_retries, 12",
    "requester.pays.enabled, true, aws_request_payer, true",
    "user.agent.prefix, nightly job, user_agent, 'nightly job, Lancetrain'",
    "encryption.algorithm, AES256, aws_server_side_encryption, AES256",
    "server-side-encryption-algorithm, SSE-KMS, aws_server_side_encryption, aws:kms",
    "encryption.algorithm, DSSE-KMS, aws_server_side_encryption, aws:kms:dsse",
  })
  void aSettingOfS3aBecomesLances(String s3a, String value, String lance, String expected) {
    hadoop.set("fs.s3a." + s3a, value);
    assertThat(resolved().lanceOptions()).containsEntry(lance, expected);

    hadoop.set("fs.s3a." + s3a, "no such value");
    hadoop.set("fs.s3a.bucket.b." + s3a, value);
    assertThat(resolved().lanceOptions()).as("of the bucket").containsEntry(lance, expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"connection.timeout", "retry.limit", "connection.maximum", "multipart.size"})
  void aSettingWithoutAMeaningForLanceChangesNothing(String name) {
    StorageSettings before = resolved();
    hadoop.set("fs.s3a." + name, "17");
    assertThat(resolved()).isEqualTo(before);
  }

  @Test
  void theKeyOfAnEncryptionGoesToTheStoreThatEncrypts() {
    hadoop.set("fs.s3a.encryption.algorithm", "SSE-KMS");
    hadoop.set("fs.s3a.encryption.key", "arn:aws:kms:key");
    assertThat(resolved().lanceOptions()).containsEntry("aws_sse_kms_key_id", "arn:aws:kms:key");

    hadoop.set("fs.s3a.bucket.b.encryption.algorithm", "SSE-C");
    hadoop.set("fs.s3a.bucket.b.encryption.key", "SECRET0123");
    assertThat(resolved().lanceOptions())
        .containsEntry("aws_server_side_encryption", "sse-c")
        .containsEntry("aws_sse_customer_key_base64", "SECRET0123");
    assertThat(resolved().toString()).doesNotContain("SECRET0123");
  }

  @Test
  void encryptionThatOnlyS3aCanDoIsRefused() {
    hadoop.set("fs.s3a.encryption.algorithm", "CSE-KMS");
    assertThatThrownBy(this::resolved)
        .hasMessageStartingWith("[LANCE_INVALID_OPTION]")
        .hasMessageContaining("fs.s3a.encryption.algorithm")
        .hasMessageContaining("CSE-KMS");
  }

  @Test
  void providersThatAreNamedGoBeforeKeysAndTheEnvironment() {
    environment.put("AWS_ACCESS_KEY_ID", "envkey");
    environment.put("AWS_SECRET_ACCESS_KEY", "envsecret");
    hadoop.set("fs.s3a.access.key", "gkey");
    hadoop.set("fs.s3a.secret.key", "gsecret");
    hadoop.set(PROVIDERS, "com.example.Own, " + S3A + "SimpleAWSCredentialsProvider");

    StorageSettings settings = resolved();
    assertThat(settings.lanceOptions()).doesNotContainKey("aws_access_key_id");
    assertThat(settings.renewedCredentials()).isPresent();
    assertThat(settings.toString())
        .contains("fs.s3a.aws.credentials.provider", "com.example.Own")
        .doesNotContain("gsecret");

    StorageSettings byOption =
        resolved(Map.of("access_key_id", "okey", "secret_access_key", "osecret"));
    assertThat(byOption.lanceOptions()).containsEntry("aws_access_key_id", "okey");
    assertThat(byOption.renewedCredentials()).isEmpty();
  }

  @Test
  void providersOfOneBucketAreNotThoseOfAnother() {
    hadoop.set("fs.s3a.access.key", "gkey");
    hadoop.set("fs.s3a.secret.key", "gsecret");
    hadoop.set("fs.s3a.bucket.other.aws.credentials.provider", "com.example.Own");
    assertThat(resolved().renewedCredentials()).isEmpty();

    hadoop.set("fs.s3a.bucket.b.aws.credentials.provider", "com.example.Own");
    assertThat(resolved().credentialChain().orElseThrow().names()).isEqualTo("com.example.Own");
    assertThat(resolved().credentialChain().orElseThrow().hadoop())
        .containsKey("fs.s3a.access.key")
        .doesNotContainKey("fs.s3a.bucket.other.aws.credentials.provider");
  }

  @Test
  void providersThatOnlyReadSettingsNeedNoS3a() {
    hadoop.set("fs.s3a.access.key", "gkey");
    hadoop.set("fs.s3a.secret.key", "gsecret");
    hadoop.set("fs.s3a.session.token", "gtoken");
    hadoop.set(
        PROVIDERS,
        S3A + "TemporaryAWSCredentialsProvider,\n " + S3A + "AnonymousAWSCredentialsProvider");
    assertThat(resolved().renewedCredentials()).isEmpty();
    assertThat(resolved().lanceOptions())
        .containsEntry("aws_access_key_id", "gkey")
        .containsEntry("aws_session_token", "gtoken")
        .doesNotContainKey("aws_skip_signature");
  }

  @Test
  void whereS3aIsMissingNamedProvidersAreRefusedWithWhatToAdd() {
    hadoop.set(PROVIDERS, "com.example.Own");
    assertThatThrownBy(() -> resolved().currentOptions())
        .hasMessageStartingWith("[LANCE_UNSUPPORTED_OPERATION]")
        .hasMessageContaining("com.example.Own")
        .hasMessageContaining("hadoop-aws");
  }

  @Test
  void settingsWithProvidersTravelAndStayEqual() throws Exception {
    hadoop.set(PROVIDERS, "com.example.Own");
    hadoop.set("com.example.vault", "https://vault.example.com");
    StorageSettings settings = resolved();

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(settings);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      StorageSettings there = (StorageSettings) in.readObject();
      assertThat(there).isEqualTo(settings).hasSameHashCodeAs(settings);
      assertThat(there.renewedCredentials().orElseThrow().name())
          .isEqualTo(settings.renewedCredentials().orElseThrow().name());
    }
    hadoop.set("com.example.vault", "https://other.example.com");
    assertThat(resolved()).isNotEqualTo(settings);
    assertThat(resolved().renewedCredentials().orElseThrow().name())
        .isNotEqualTo(settings.renewedCredentials().orElseThrow().name());
  }

  @Test
  void secretsAreFoundInCredentialFiles(@TempDir Path folder) throws Exception {
    String ofAll = file(folder.resolve("all.jceks"), "fs.s3a.secret.key", "filed-secret");
    hadoop.set("fs.s3a.access.key", "gkey");
    hadoop.set("hadoop.security.credential.provider.path", ofAll);
    assertThat(resolved().lanceOptions()).containsEntry("aws_secret_access_key", "filed-secret");

    String ofBucket =
        file(folder.resolve("bucket.jceks"), "fs.s3a.secret.key", "secret of the bucket's file");
    hadoop.set("fs.s3a.bucket.b.security.credential.provider.path", ofBucket);
    assertThat(resolved().lanceOptions())
        .containsEntry("aws_secret_access_key", "secret of the bucket's file");
  }

  @Test
  void thePasswordOfAProxyIsFoundInACredentialFile(@TempDir Path folder) throws Exception {
    hadoop.set("fs.s3a.proxy.host", "proxy.example.com");
    hadoop.set("fs.s3a.proxy.username", "me");
    hadoop.set(
        "fs.s3a.security.credential.provider.path",
        file(folder.resolve("proxy.jceks"), "fs.s3a.proxy.password", "hush"));
    assertThat(resolved().lanceOptions())
        .containsEntry("proxy_url", "http://me:hush@proxy.example.com:80");
  }

  @Test
  void aCredentialFileThatCannotBeReadIsNamed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("broken.jceks");
    java.nio.file.Files.writeString(file, "no key store");
    hadoop.set("hadoop.security.credential.provider.path", "localjceks://file" + file);
    assertThatThrownBy(this::resolved)
        .hasMessageStartingWith("[LANCE_INVALID_OPTION]")
        .hasMessageContaining("broken.jceks");
  }

  /** Makes a file with one secret in it, and returns its address. */
  private static String file(Path path, String key, String secret) throws Exception {
    String address = "localjceks://file" + path;
    Configuration making = new Configuration();
    making.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, address);
    CredentialProvider store = CredentialProviderFactory.getProviders(making).get(0);
    store.createCredentialEntry(key, secret.toCharArray());
    store.flush();
    return address;
  }
}
