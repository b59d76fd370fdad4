package io.lancetrain.spark.storage.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageSettingsTest {
  @Test
  void textMasksSecretsAndShowsTheRest() {
    StorageSettings settings =
        StorageSettings.of(
            Map.of(
                "aws_access_key_id", "tid_0123456789",
                "aws_secret_access_key", "HIDDENsecret",
                "aws_session_token", "HIDDENtoken",
                "headers.authorization", "HIDDENbearer",
                "headers.X-Tigris-Consistent", "true",
                "proxy_url", "http://me:HIDDEN@proxy:3128",
                "aws_sse_customer_key_base64", "HIDDENkey",
                "aws_region", "auto"));

    assertThat(settings.toString())
        .doesNotContain("HIDDEN")
        .doesNotContain("0123456789")
        .contains("tid_***", "aws_region=auto", "X-Tigris-Consistent=true", "proxy:3128");
  }

  @Test
  void shortAccessKeyIsHiddenWhole() {
    assertThat(StorageSettings.of(Map.of("aws_access_key_id", "local")).toString())
        .doesNotContain("loca");
  }

  @Test
  void travelsAndStaysEqual() throws Exception {
    StorageSettings settings =
        StorageSettings.of(Map.of("aws_region", "auto")).with("timeout", "9s");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(settings);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      StorageSettings arrived = (StorageSettings) in.readObject();
      assertThat(arrived).isEqualTo(settings).hasSameHashCodeAs(settings);
    }
  }

  @Test
  void changeLeavesTheOriginalAlone() {
    StorageSettings settings = StorageSettings.of(Map.of("client_max_retries", "3"));

    assertThat(settings.with("client_max_retries", "0").lanceOptions())
        .containsEntry("client_max_retries", "0");
    assertThat(settings.lanceOptions()).containsEntry("client_max_retries", "3");
  }
}
