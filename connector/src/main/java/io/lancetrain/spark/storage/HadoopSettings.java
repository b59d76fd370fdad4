package io.lancetrain.spark.storage;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;

/**
 * Hadoop's settings as a user made them: Hadoop gives many {@code fs.s3a.*} keys a value of its
 * own, which must not pass for somebody's wish.
 *
 * @since 0.1.0
 */
public final class HadoopSettings {
  private static final String HADOOP_DEFAULTS = "core-default.xml";

  private HadoopSettings() {}

  /** A look-up that gives null for a key that is not set, or that only Hadoop's defaults set. */
  public static UnaryOperator<String> of(Configuration configuration) {
    return key -> {
      String value = configuration.getTrimmed(key);
      return value == null || isDefault(configuration.getPropertySources(key)) ? null : value;
    };
  }

  private static boolean isDefault(String[] sources) {
    return sources != null
        && sources.length > 0
        && Arrays.stream(sources).allMatch(HADOOP_DEFAULTS::equals);
  }
}
