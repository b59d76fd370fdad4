package io.lancetrain.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final Pattern NAMES = Pattern.compile(Secrets.OPTION_NAMES);

  @Test
  void everySettingThatIsMaskedIsFoundByItsNamesAsAnOption() {
    for (StorageOption option : StorageOption.ALL) {
      String value = "a-value-of-many-letters";
      boolean masked = !Secrets.masked(option.name(), value).equals(value);
      for (String name : option.aliases()) {
        assertThat(isFound(name)).as(name).isEqualTo(masked);
      }
      if (masked) {
        assertThat(isFound(option.name())).as(option.name()).isTrue();
      }
    }
  }

  @Test
  void whatCanHoldASecretIsFoundInAnyCase() {
    for (String name :
        List.of(
            "aws_access_key_id",
            "AWS_SESSION_TOKEN",
            "aws_sse_customer_key_base64",
            "proxy_url",
            "headers.Authorization",
            "headers.X-Api-Key")) {
      assertThat(isFound(name)).as(name).isTrue();
    }
    assertThat(NAMES.matcher("STORAGE.SECRET_ACCESS_KEY").find()).isTrue();
    assertThat(NAMES.matcher("option.storage.token").find()).isTrue();
  }

  @Test
  void otherOptionsAreNotFound() {
    for (String name : List.of("aws_region", "aws_endpoint", "timeout", "user_agent")) {
      assertThat(isFound(name)).as(name).isFalse();
    }
    assertThat(NAMES.matcher("tag").find()).isFalse();
    assertThat(NAMES.matcher("path").find()).isFalse();
  }

  private static boolean isFound(String setting) {
    return NAMES.matcher("storage." + setting).find();
  }
}
