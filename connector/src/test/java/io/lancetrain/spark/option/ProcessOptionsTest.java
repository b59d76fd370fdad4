package io.lancetrain.spark.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessOptionsTest {
  private static final String NAME = "spark.lancetrain.metadataCacheBytes";

  @Test
  void aCacheIsAsLargeAsTheApplicationSays() {
    assertThat(ProcessOptions.value(ProcessOptions.METADATA_CACHE_BYTES, Map.of(NAME, "1g")::get))
        .isEqualTo(1L << 30);
    assertThat(ProcessOptions.value(ProcessOptions.METADATA_CACHE_BYTES, name -> null))
        .isEqualTo(256L << 20);
  }

  @Test
  void whatTheApplicationSetAtItsStartIsAccepted() {
    assertThatCode(
            () ->
                ProcessOptions.check(
                    Map.of(NAME, "1g", "spark.app.name", "x"), Map.of(NAME, "1g")::get))
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsSetForASessionAloneIsRefusedSinceItHasNoEffect() {
    assertThatThrownBy(() -> ProcessOptions.check(Map.of(NAME, "1g"), name -> null))
        .hasMessageContaining("LANCE_INVALID_OPTION")
        .hasMessageContaining(NAME)
        .hasMessageContaining("from their start");
  }

  @Test
  void aMisspeltNameIsRefusedWithTheOneThatIsMeant() {
    assertThatThrownBy(
            () ->
                ProcessOptions.check(
                    Map.of("spark.lancetrain.metadataCacheByte", "1g"), name -> "1g"))
        .hasMessageContaining("LANCE_UNKNOWN_OPTION")
        .hasMessageContaining("'" + NAME + "'");
  }
}
