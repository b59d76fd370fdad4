package io.lancetrain.spark.storage;

import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Lance's storage settings as {@code fs.s3a.bucket.NAME.*} keys, for work that S3A does. */
final class S3aConfiguration {
  private static final String PROVIDERS = "org.apache.hadoop.fs.s3a.";

  /** Lance's own limit of a request. */
  private static final String TIMEOUT = "30s";

  private S3aConfiguration() {}

  /** A copy of the configuration that reaches the table's bucket as these settings say. */
  static Configuration of(Configuration configuration, TableUri table, StorageSettings settings) {
    Configuration copy = new Configuration(configuration);
    if (table.onS3()) {
      new Translation(copy, table.bucket(), settings.lanceOptions()).translate();
    }
    return copy;
  }

  private record Translation(Configuration copy, String bucket, Map<String, String> options) {
    void translate() {
      credentials();
      endpoint();
      set("endpoint.region", StorageOption.REGION);
      // S3A would put an empty folder in the place of the last file of a folder.
      put("performance.flags", "delete");
      // S3A's own limits make minutes of each file of a store that is gone.
      put("attempts.maximum", "3");
      put("retry.limit", "3");
      put("retry.throttle.limit", "3");
      put("connection.establish.timeout", "5000");
      // S3A's own limit of 200 s for silence on a socket makes most of an hour of all its tries.
      put("connection.timeout", String.valueOf(requestTimeout().toMillis()));
      if (copy.get("fs.s3a.impl") == null) {
        copy.set("fs.s3a.impl", PROVIDERS + "S3AFileSystem");
      }
    }

    private Duration requestTimeout() {
      return ValueForm.toDuration(options.getOrDefault(StorageOption.TIMEOUT, TIMEOUT));
    }

    private void credentials() {
      if ("true".equals(options.get(StorageOption.SKIP_SIGNATURE))) {
        put("aws.credentials.provider", PROVIDERS + "AnonymousAWSCredentialsProvider");
      } else if (options.containsKey(StorageOption.ACCESS_KEY)) {
        set("access.key", StorageOption.ACCESS_KEY);
        set("secret.key", StorageOption.SECRET_KEY);
        set("session.token", StorageOption.SESSION_TOKEN);
        boolean temporary = options.containsKey(StorageOption.SESSION_TOKEN);
        put(
            "aws.credentials.provider",
            PROVIDERS
                + (temporary ? "TemporaryAWSCredentialsProvider" : "SimpleAWSCredentialsProvider"));
      }
    }

    private void endpoint() {
      String text = options.get(StorageOption.ENDPOINT);
      if (text == null) {
        return;
      }
      Endpoint endpoint = Endpoint.parse(new Setting(text, StorageOption.ENDPOINT), "https");
      boolean virtualHosted = "true".equals(options.get(StorageOption.VIRTUAL_HOSTED));
      put("endpoint", (virtualHosted ? endpoint.withoutBucket(bucket) : endpoint).toString());
      put("path.style.access", String.valueOf(!virtualHosted));
      put("connection.ssl.enabled", String.valueOf(!endpoint.isPlainHttp()));
    }

    private void set(String key, String option) {
      if (options.containsKey(option)) {
        put(key, options.get(option));
      }
    }

    private void put(String key, String value) {
      copy.set("fs.s3a.bucket." + bucket + "." + key, value);
    }
  }
}
