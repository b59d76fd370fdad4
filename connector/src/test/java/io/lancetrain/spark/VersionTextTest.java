package io.lancetrain.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.table.TimeTravel;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionTextTest {
  @Test
  void whatAReadMeansComesBackFromTheTextThatSparkPassesOn() {
    assertThat(travel(Map.of())).isEqualTo(new TimeTravel.Newest());
    assertThat(travel(Map.of("versionAsOf", "3"))).isEqualTo(new TimeTravel.Version(3));
    assertThat(travel(Map.of("tag", "v1"))).isEqualTo(new TimeTravel.Tag("v1"));
    assertThat(travel(Map.of("tag", "12"))).isEqualTo(new TimeTravel.Tag("12"));
  }

  @Test
  void sqlNamesAVersionByNumberOrTag() {
    assertThat(VersionText.parse("12")).isEqualTo(new TimeTravel.Version(12));
    assertThat(VersionText.parse("v1")).isEqualTo(new TimeTravel.Tag("v1"));
  }

  private static TimeTravel travel(Map<String, String> options) {
    return VersionText.parse(VersionText.of(OptionValues.of(options)));
  }
}
