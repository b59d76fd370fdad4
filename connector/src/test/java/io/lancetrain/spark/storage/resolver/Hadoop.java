package io.lancetrain.spark.storage.resolver;

import io.lancetrain.spark.storage.s3a.HadoopSettings;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Settings of Hadoop that a test makes, without Hadoop's own defaults. */
public final class Hadoop {
  private Hadoop() {}

  /** These alone. */
  public static HadoopSettings with(Map<String, String> settings) {
    Configuration configuration = new Configuration(false);
    settings.forEach(configuration::set);
    return HadoopSettings.of(configuration);
  }
}
