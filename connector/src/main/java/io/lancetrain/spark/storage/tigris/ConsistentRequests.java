package io.lancetrain.spark.storage.tigris;

import io.lancetrain.spark.storage.StorageOption;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.VersionInfo;

/**
 * Lets S3A ask Tigris for strong consistency with every request, as Lance does: a listing that
 * misses a file, or a sign of another job, would let a vacuum remove what is needed.
 *
 * <p>S3A takes headers for all its requests from Hadoop 3.5 on. Before that it takes classes of
 * Amazon's SDK that see each request: handlers of the first SDK up to Hadoop 3.3, interceptors of
 * the second from 3.4 on; both come with its auditing, which is off where nobody switched it on.
 */
public final class ConsistentRequests {
  static final String HEADER = "X-Tigris-Consistent";
  static final String VALUE = "true";

  private static final String OPTION = StorageOption.HEADERS + HEADER;
  private static final String AUDIT = "audit.";
  private static final String NO_AUDIT = "org.apache.hadoop.fs.s3a.audit.impl.NoopAuditor";

  private ConsistentRequests() {}

  /** Whether these options of Lance's ask Tigris for consistency. */
  public static boolean areAskedFor(Map<String, String> lanceOptions) {
    return lanceOptions.entrySet().stream()
        .anyMatch(
            option -> option.getKey().equalsIgnoreCase(OPTION) && option.getValue().equals(VALUE));
  }

  /** Sets this for one bucket, on the Hadoop that runs here. */
  public static void configure(Configuration configuration, String bucket) {
    configure(configuration, bucket, VersionInfo.getVersion());
  }

  static void configure(Configuration configuration, String bucket, String hadoopVersion) {
    Keys keys = new Keys(configuration, bucket);
    if (configuration.getClassByNameOrNull(ConsistentRequests.class.getName()) == null) {
      configuration.setClassLoader(ConsistentRequests.class.getClassLoader());
    }
    if (hadoopVersion.matches("(?:2|3\\.[0-3])\\..*")) {
      keys.add(
          AUDIT + "request.handlers",
          "io.lancetrain.spark.storage.tigris.ConsistentRequestHandler");
      keys.audit();
    } else if (hadoopVersion.matches("3\\.4\\..*")) {
      keys.add(
          AUDIT + "execution.interceptors",
          "io.lancetrain.spark.storage.tigris.ConsistentRequestInterceptor");
      keys.audit();
    } else {
      keys.add("client.s3.custom.headers", HEADER + "=" + VALUE);
    }
  }

  private record Keys(Configuration configuration, String bucket) {
    private String get(String name) {
      String ofBucket = configuration.getTrimmed("fs.s3a.bucket." + bucket + "." + name, "");
      return ofBucket.isEmpty() ? configuration.getTrimmed("fs.s3a." + name, "") : ofBucket;
    }

    private void put(String name, String value) {
      configuration.set("fs.s3a.bucket." + bucket + "." + name, value);
    }

    /** Adds to what the user may have there. */
    void add(String name, String value) {
      String before = get(name);
      put(name, before.isEmpty() ? value : before + "," + value);
    }

    void audit() {
      if (!get(AUDIT + "enabled").equals("true")) {
        put(AUDIT + "enabled", "true");
        put(AUDIT + "service.classname", NO_AUDIT);
      }
    }
  }
}
