package io.lancetrain.spark.storage.s3a;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class HadoopSettingsTest {
  @Test
  void hadoopsOwnDefaultsAreNobodysWish() {
    Configuration configuration = new Configuration();
    assertThat(configuration.get("fs.s3a.connection.establish.timeout")).isNotNull();
    assertThat(HadoopSettings.of(configuration).value("fs.s3a.connection.establish.timeout"))
        .isNull();
    assertThat(HadoopSettings.of(configuration).value("fs.s3a.no.such.key")).isNull();

    configuration.set("fs.s3a.connection.establish.timeout", " 9000 ");
    assertThat(
            HadoopSettings.of(new Configuration(configuration))
                .value("fs.s3a.connection.establish.timeout"))
        .isEqualTo("9000");
  }
}
