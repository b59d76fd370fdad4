package io.lancetrain.spark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * An S3 server on a free port of the loopback address, in this process: signed requests, path-style
 * addresses, conditional writes, no TLS. It is S3Proxy, whose jar the build puts into {@code
 * target/s3proxy}.
 */
public final class S3Server implements AutoCloseable {
  /** Nobody else's, so that a place that shows them can be found. */
  public static final String ACCESS_KEY = "Zk9Qlt7marked4KeyOfTheSuite";

  /** Begins as the access key does, beyond the few characters of it that may be shown. */
  public static final String SECRET_KEY = "Zk9Qlt7marked4SecretOfTheSuite8Vw2";

  private static volatile Consumer<Path> beforeClose = objects -> {};

  private final S3Proxy proxy;
  private final S3RequestLog requests;
  private final Credentials credentials;
  private final Set<String> acceptedKeys = ConcurrentHashMap.newKeySet();
  private final Set<String> refusedKeys = ConcurrentHashMap.newKeySet();

  private record Credentials(String accessKey, String secretKey) {}

  private S3Server(Builder builder) {
    this.credentials = builder.credentials;
    this.requests = new S3RequestLog();
    this.proxy =
        new S3Proxy(
            jar(), builder.directory, builder.signatures, this::secretKey, requests, builder.delay);
  }

  private Optional<String> secretKey(String accessKey) {
    Optional<String> secretKey =
        accessKey.equals(credentials.accessKey())
            ? Optional.of(credentials.secretKey())
            : TemporaryKey.named(accessKey)
                .filter(TemporaryKey::isValid)
                .map(TemporaryKey::secretKey);
    (secretKey.isPresent() ? acceptedKeys : refusedKeys).add(accessKey);
    return secretKey;
  }

  /** The access keys of requests that were let in. */
  public Set<String> acceptedKeys() {
    return Set.copyOf(acceptedKeys);
  }

  /** The access keys of requests that were not, since nobody has them or their time is over. */
  public Set<String> refusedKeys() {
    return Set.copyOf(refusedKeys);
  }

  /** Begins with a server that keeps its objects in memory. */
  public static Builder builder() {
    return new Builder();
  }

  /** The address to give to clients, {@code http://127.0.0.1:PORT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + proxy.port();
  }

  /** Creates a bucket; one that exists is left as it is. */
  public void createBucket(String name) {
    proxy.createBucket(name);
  }

  /** Stores an object without a request; the log does not show it. */
  public void put(String bucket, String key, byte[] content) {
    proxy.put(bucket, key, content);
  }

  /** The settings with which Spark's {@code s3a://} reaches this server. */
  public Map<String, String> sparkSettings() {
    String prefix = "spark.hadoop.fs.s3a.";
    return Map.of(
        prefix + "endpoint",
        endpoint(),
        prefix + "endpoint.region",
        "us-east-1",
        prefix + "path.style.access",
        "true",
        prefix + "connection.ssl.enabled",
        "false",
        prefix + "access.key",
        credentials.accessKey(),
        prefix + "secret.key",
        credentials.secretKey());
  }

  /** The settings with which Lance itself, in any language, reaches this server. */
  public Map<String, String> lanceStorageOptions() {
    return Map.of(
        "aws_endpoint", endpoint(),
        "aws_region", "us-east-1",
        "allow_http", "true",
        "aws_access_key_id", credentials.accessKey(),
        "aws_secret_access_key", credentials.secretKey());
  }

  /** What was asked of this server. */
  public S3RequestLog requests() {
    return requests;
  }

  /** Shows the objects of each server that is to be closed to this, as files of directories. */
  public static void beforeClose(Consumer<Path> look) {
    beforeClose = look;
  }

  /** The buckets, as directories, and their objects, as files; in memory or on disk. */
  public Path objects() {
    return proxy.objects();
  }

  @Override
  public void close() {
    try (proxy) {
      beforeClose.accept(objects());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar lies beside this class's own directory or jar in {@code target}. */
  private static Path jar() {
    try {
      Path classes =
          Path.of(S3Server.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path jar = classes.resolveSibling("s3proxy").resolve("s3proxy.jar");
      if (!Files.isRegularFile(jar)) {
        throw new IllegalStateException(
            "Cannot start the S3 server: "
                + jar
                + " is not there. Run the build of integration-tests up to process-resources.");
      }
      return jar;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot find the directory of S3Server's class", e);
    }
  }

  /** What the server makes of the signatures of requests. */
  public enum Signatures {
    /** A request without one, or with a wrong one, is refused. */
    CHECKED,
    /** All requests are taken, also those that a proxy changed. */
    IGNORED
  }

  /** What the server is to be; {@link #start()} makes it. */
  public static final class Builder {
    private Optional<Path> directory = Optional.empty();
    private Duration delay = Duration.ZERO;
    private Signatures signatures = Signatures.CHECKED;
    private Credentials credentials = new Credentials(ACCESS_KEY, SECRET_KEY);

    private Builder() {}

    /** Keeps buckets as directories and objects as files under this directory. */
    public Builder directory(Path path) {
      this.directory = Optional.of(path.toAbsolutePath());
      return this;
    }

    /** Lets every request wait, as a store that is far away does; the default is no wait. */
    public Builder delay(Duration time) {
      this.delay = time;
      return this;
    }

    /** Whether the server looks at signatures; by default it does. */
    public Builder signatures(Signatures which) {
      this.signatures = which;
      return this;
    }

    /** The only credentials that the server accepts, beside each {@link TemporaryKey}. */
    public Builder credentials(String accessKey, String secretKey) {
      this.credentials = new Credentials(accessKey, secretKey);
      return this;
    }

    /** Starts the server; it answers when this returns. */
    public S3Server start() {
      try {
        if (directory.isPresent()) {
          Files.createDirectories(directory.get());
        }
        return new S3Server(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
