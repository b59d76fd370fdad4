package io.lancetrain.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.option.OptionValues;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathIdentifierTest {
  private static final String PATH = "s3://b/t.lance";

  @Test
  void aPathThatNeedsNoStorageSettingsNeedsNoToken() {
    assertThat(identifier(Map.of("path", PATH)).namespace()).isEmpty();
    assertThat(identifier(Map.of("path", PATH, "batchBytes", "1m", "tag", "v1")).namespace())
        .isEmpty();
  }

  @Test
  void theNamesOfAnIdentifierLeadBackToItsStorageAndShowNoSecret() {
    Map<String, String> storage = Map.of("storage.aws_secret_access_key", "hush");
    PathIdentifier identifier =
        identifier(Map.of("path", PATH, "tag", "v1", "storage.aws_secret_access_key", "hush"));

    String[] namespace = identifier.namespace();
    assertThat(namespace).hasSize(1);
    assertThat(identifier + namespace[0] + identifier.name()).doesNotContain("hush");
    assertThat(StorageTokens.options(namespace[0])).contains(OptionValues.of(storage));
  }

  @Test
  void equalStorageSettingsHaveTheSameToken() {
    Map<String, String> options = Map.of("path", PATH, "storage.aws_region", "auto");

    assertThat(identifier(options)).isEqualTo(identifier(options));
    assertThat(identifier(options).namespace()).isEqualTo(identifier(options).namespace());
    assertThat(identifier(options).namespace())
        .isNotEqualTo(identifier(Map.of("path", PATH, "storage.aws_region", "eu")).namespace());
  }

  @Test
  void anythingElseIsNoToken() {
    assertThat(StorageTokens.options("default")).isEmpty();
  }

  private static PathIdentifier identifier(Map<String, String> options) {
    return new PathIdentifier(options.get("path"), OptionValues.of(options));
  }
}
