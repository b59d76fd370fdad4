package io.lancetrain.spark.storage.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TigrisSettingsTest {
  private static final TableUri TABLE = TableUri.parse("s3://b/t.lance");

  private final Map<String, String> options = new HashMap<>();
  private final Map<String, String> hadoop = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private StorageSettings resolved() {
    return new StorageResolver(Hadoop.with(hadoop), environment).resolve(TABLE, options);
  }

  @ParameterizedTest
  @CsvSource({
    "https://b.t3.storage.dev, https://t3.storage.dev",
    "https://b.fly.storage.tigris.dev, https://fly.storage.tigris.dev",
    "https://fly.storage.tigris.dev, https://fly.storage.tigris.dev",
    "https://eu.tigris.dev, https://eu.tigris.dev"
  })
  void aBucketInTheEndpointIsTakenOutForPathStyle(String endpoint, String address) {
    options.put("endpoint", endpoint);

    assertThat(resolved().lanceOptions())
        .containsEntry("aws_endpoint", address)
        .containsEntry("aws_virtual_hosted_style_request", "false")
        .containsEntry("aws_region", "auto");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://b.t3.storage.dev", "https://t3.storage.dev"})
  void virtualHostedStyleOnRequestPutsTheBucketIntoTheHostOnce(String endpoint) {
    options.put("aws_virtual_hosted_style_request", "true");
    options.put("endpoint", endpoint);

    assertThat(resolved().lanceOptions())
        .containsEntry("aws_endpoint", "https://b.t3.storage.dev")
        .containsEntry("aws_virtual_hosted_style_request", "true");
  }

  @Test
  void virtualHostedStyleIsTakenFromTheSettingsOfS3a() {
    hadoop.put("fs.s3a.endpoint", "https://t3.storage.dev");
    assertThat(resolved().lanceOptions()).containsEntry("aws_endpoint", "https://t3.storage.dev");
    hadoop.put("fs.s3a.path.style.access", "false");
    assertThat(resolved().lanceOptions()).containsEntry("aws_endpoint", "https://b.t3.storage.dev");
  }

  @Test
  void aBucketThatIsNamedLikeAPartOfTheHostDoesNotShortenIt() {
    options.put("endpoint", "https://fly.storage.tigris.dev");
    StorageSettings settings =
        new StorageResolver(Hadoop.with(hadoop), environment)
            .resolve(TableUri.parse("s3://fly/t.lance"), options);

    assertThat(settings.lanceOptions())
        .containsEntry("aws_endpoint", "https://fly.storage.tigris.dev");
  }

  @Test
  void theRegionOfAnotherStoreInTheEnvironmentIsNotSent() {
    environment.put("AWS_REGION", "eu-central-1");
    hadoop.put("fs.s3a.endpoint", "https://t3.storage.dev");
    assertThat(resolved().lanceOptions()).containsEntry("aws_region", "auto");

    hadoop.clear();
    environment.put("AWS_ENDPOINT_URL_S3", "https://t3.storage.dev");
    assertThat(resolved().lanceOptions()).containsEntry("aws_region", "eu-central-1");
  }

  @Test
  void aReadEndpointIsForScansAlone() throws Exception {
    options.put("endpoint", "https://t3.storage.dev");
    options.put("aws_virtual_hosted_style_request", "true");
    options.put("tigris.readEndpoint", "http://localhost:8080/");
    StorageSettings settings = resolved();

    assertThat(settings.lanceOptions())
        .containsEntry("aws_endpoint", "https://b.t3.storage.dev")
        .doesNotContainKey("allow_http");
    assertThat(copy(settings).forScans().lanceOptions())
        .containsEntry("aws_endpoint", "http://localhost:8080")
        .containsEntry("aws_endpoint_url_s3", "http://localhost:8080")
        .containsEntry("aws_virtual_hosted_style_request", "false")
        .containsEntry("allow_http", "true")
        .containsEntry("headers.X-Tigris-Consistent", "true")
        .containsEntry("aws_region", "auto");
    assertThat(settings.forScans().forScans()).isEqualTo(settings.forScans());
    assertThat(copy(settings)).isEqualTo(settings).isNotEqualTo(settings.forScans());
  }

  @Test
  void withoutAReadEndpointScansGoWhereEverythingGoes() {
    options.put("endpoint", "https://t3.storage.dev");

    StorageSettings settings = resolved();
    assertThat(settings.forScans()).isSameAs(settings);
  }

  @Test
  void plainHttpForReadsIsRefusedWhereTheUserForbidsIt() {
    options.put("endpoint", "https://t3.storage.dev");
    options.put("tigris.readEndpoint", "http://localhost:8080");
    options.put("allow_http", "false");

    assertThatThrownBy(this::resolved).hasMessageContaining("storage.allow_http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:8080", "ftp://h", "http://", "http://u:SECRET@h", "http://h?x"})
  void aReadEndpointSaysItsProtocol(String value) {
    options.put("tigris.readEndpoint", value);

    assertThatThrownBy(this::resolved)
        .hasMessageStartingWith("[LANCE_INVALID_OPTION]")
        .hasMessageContaining("storage.tigris.readEndpoint");
  }

  @Test
  void aSnapshotIsNamedWithEveryRequest() throws Exception {
    options.put("endpoint", "https://t3.storage.dev");
    options.put("tigris.snapshotVersion", "1751631910169675092");
    options.put("tigris.readEndpoint", "http://localhost:8080");
    StorageSettings settings = copy(resolved());

    assertThat(settings.lanceOptions())
        .containsEntry("headers.X-Tigris-Snapshot-Version", "1751631910169675092");
    assertThat(settings.forScans().lanceOptions())
        .containsEntry("headers.X-Tigris-Snapshot-Version", "1751631910169675092");
    assertThat(settings.snapshot()).contains("1751631910169675092");
    assertThat(settings.forScans().snapshot()).contains("1751631910169675092");
    assertThat(settings.with("client_max_retries", "0").snapshot()).isPresent();
  }

  @Test
  void aSnapshotInAHeaderOfTheUserCountsToo() {
    options.put("endpoint", "https://t3.storage.dev");
    options.put("headers.X-Tigris-Snapshot-Version", "17");
    assertThat(resolved().snapshot()).contains("17");

    options.put("tigris.snapshotVersion", "18");
    assertThatThrownBy(this::resolved).hasMessageContaining("storage.tigris.snapshotVersion");
  }

  @Test
  void aSnapshotHasANumber() {
    options.put("tigris.snapshotVersion", "before-the-change");

    assertThatThrownBy(this::resolved)
        .hasMessageContaining("storage.tigris.snapshotVersion")
        .hasMessageContaining("number of a snapshot");
  }

  private static StorageSettings copy(StorageSettings settings) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(settings);
    return (StorageSettings)
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }
}
