package io.lancetrain.spark.storage;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Settings of Hadoop that a test makes, without Hadoop's own defaults. */
final class Hadoop {
  private Hadoop() {}

  static HadoopSettings with(Map<String, String> settings) {
    Configuration configuration = new Configuration(false);
    settings.forEach(configuration::set);
    return HadoopSettings.of(configuration);
  }
}
