package io.lancetrain.spark.storage.s3a;

import io.lancetrain.spark.storage.Endpoint;
import io.lancetrain.spark.storage.ProxyAddress;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.ValueForm;
import io.lancetrain.spark.storage.credential.CredentialChain;
import io.lancetrain.spark.storage.credential.CredentialSdk;
import io.lancetrain.spark.storage.settings.StorageSettings;
import io.lancetrain.spark.storage.tigris.ConsistentRequests;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Lance's storage settings as {@code fs.s3a.bucket.NAME.*} keys, for work that S3A does. */
public final class S3aConfiguration {
  private static final String PROVIDERS = "org.apache.hadoop.fs.s3a.";

  /** Lance's own limit of a request. */
  private static final String TIMEOUT = "30s";

  private S3aConfiguration() {}

  /** A copy of the configuration that reaches the table's bucket as these settings say. */
  public static Configuration of(
      Configuration configuration, TableUri table, StorageSettings settings) {
    Configuration copy = new Configuration(configuration);
    if (table.onS3()) {
      settings.credentialChain().ifPresent(chain -> chain.hadoop().forEach(copy::set));
      new Translation(copy, table.bucket(), options(copy, settings)).translate();
    }
    return copy;
  }

  /**
   * S3A looks for providers in its own class loader, where what comes with {@code spark-submit
   * --jars} is not. Since Hadoop 3.4.1 it can be told to look further; before, it gets the
   * credentials of the moment.
   */
  private static Map<String, String> options(Configuration copy, StorageSettings settings) {
    Optional<CredentialChain> chain = settings.credentialChain();
    if (chain.isEmpty() || !isHidden(chain.get(), copy)) {
      return settings.lanceOptions();
    }
    if (CredentialSdk.of(copy) == CredentialSdk.ONE) {
      return settings.currentOptions();
    }
    copy.set("fs.s3a.classloader.isolation", "false");
    copy.setClassLoader(Thread.currentThread().getContextClassLoader());
    return settings.lanceOptions();
  }

  private static boolean isHidden(CredentialChain chain, Configuration configuration) {
    Class<?> s3a = configuration.getClassByNameOrNull(PROVIDERS + "S3AFileSystem");
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return s3a != null
        && Arrays.stream(chain.names().split(", "))
            .anyMatch(name -> !isVisible(name, s3a.getClassLoader()) && isVisible(name, ofThread));
  }

  private static boolean isVisible(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError elsewhere) {
      return false;
    }
  }

  private record Translation(Configuration copy, String bucket, Map<String, String> options) {
    void translate() {
      credentials();
      endpoint();
      proxy();
      set("endpoint.region", StorageOption.REGION);
      // S3A would put an empty folder in the place of the last file of a folder.
      put("performance.flags", "delete");
      // S3A's own limits make minutes of each file of a store that is gone.
      put("attempts.maximum", "3");
      put("retry.limit", "3");
      put("retry.throttle.limit", "3");
      put("connection.establish.timeout", "5000");
      if (ConsistentRequests.areAskedFor(options)) {
        ConsistentRequests.configure(copy, bucket);
      }
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

    /** S3A knows no SOCKS. */
    private void proxy() {
      if (ProxyAddress.isNamedIn(options)) {
        ProxyAddress.parse(options.get(StorageOption.PROXY_URL))
            .filter(proxy -> !proxy.protocol().equals("socks5"))
            .ifPresent(this::proxy);
      }
    }

    private void proxy(ProxyAddress proxy) {
      put("proxy.host", proxy.host());
      put("proxy.port", String.valueOf(proxy.port()));
      put("proxy.ssl.enabled", String.valueOf(proxy.protocol().equals("https")));
      proxy.user().ifPresent(user -> put("proxy.username", user));
      proxy.password().ifPresent(password -> put("proxy.password", password));
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
