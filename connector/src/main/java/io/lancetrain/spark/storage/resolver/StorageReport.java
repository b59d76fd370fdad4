package io.lancetrain.spark.storage.resolver;

import io.lancetrain.spark.storage.Endpoint;
import io.lancetrain.spark.storage.Secrets;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.commit.CommitProtection;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a table's store is reached, for a person to read: every setting, and where it was taken from.
 * No secret is in it.
 *
 * @param lines first the store, what is known of its commits, and the lock; then the settings
 * @since 0.1.0
 */
public record StorageReport(List<Line> lines) {
  private static final String HEADER = StorageOption.HEADERS;

  /** Their values are the preset's, and no secrets as those of other headers may be. */
  private static final String TIGRIS_HEADER = HEADER + "x-tigris-";

  /** What Lance is given a second time under a name that it prefers. */
  private static final String REPEATED = "aws_endpoint_url_s3";

  /** Copies the lines. */
  public StorageReport {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param setting the name, as it is set with {@code storage.} before it
   * @param value the value, or as much of it as may be shown
   * @param source where it was taken from, such as {@code fs.s3a.bucket.b.endpoint}; empty for what
   *     follows from the rest
   */
  public record Line(String setting, String value, String source) {}

  static StorageReport of(
      TableUri uri,
      Optional<Endpoint> endpoint,
      StorageSettings settings,
      Map<String, Setting> forLance,
      Map<String, Setting> own) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line("store", store(uri, endpoint), endpoint.map(Endpoint::source).orElse("path")));
    CommitProtection protection = settings.protection();
    lines.add(new Line("commits", commits(uri, protection), ""));
    if (!own.containsKey(StorageOption.COMMIT_LOCK)) {
      lines.add(new Line(StorageOption.COMMIT_LOCK, protection.lock(), "default"));
    }
    settings
        .credentialChain()
        .ifPresent(
            chain ->
                lines.add(new Line("credentials of providers", chain.names(), chain.source())));
    if (uri.onS3() && hasNoCredentials(settings)) {
      lines.add(new Line("credentials", "none set: Lance looks for those of the machine", ""));
    }
    own.forEach((name, setting) -> lines.add(line(name, setting)));
    forLance.forEach(
        (name, setting) -> {
          if (!name.equals(REPEATED)) {
            lines.add(line(name, setting));
          }
        });
    return new StorageReport(lines);
  }

  private static boolean hasNoCredentials(StorageSettings settings) {
    Map<String, String> options = settings.lanceOptions();
    return settings.credentialChain().isEmpty()
        && !options.containsKey(StorageOption.ACCESS_KEY)
        && !"true".equals(options.get(StorageOption.SKIP_SIGNATURE));
  }

  private static Line line(String name, Setting setting) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean mayBeSecret = lower.startsWith(HEADER) && !lower.startsWith(TIGRIS_HEADER);
    return new Line(
        name, mayBeSecret ? "***" : Secrets.masked(name, setting.value()), setting.source());
  }

  private static String store(TableUri uri, Optional<Endpoint> endpoint) {
    return switch (uri.store()) {
      case LOCAL -> "local disk";
      case GOOGLE -> "Google Cloud Storage (untested)";
      case AZURE -> "Azure Blob Storage (untested)";
      case S3 -> {
        if (endpoint.filter(Endpoint::isTigris).isPresent()) {
          yield "Tigris";
        }
        yield endpoint.filter(address -> !address.isAws()).isPresent()
            ? "S3-compatible store"
            : "Amazon S3";
      }
    };
  }

  private static String commits(TableUri uri, CommitProtection protection) {
    if (protection.isLocked()) {
      return "kept apart by the lock";
    }
    return switch (protection.proof()) {
      case KNOWN -> uri.isLocal() ? "safe: the disk is known" : "safe: the store is known";
      case TO_BE_SHOWN -> "the store has to show before the first commit that they are safe";
      case WAIVED -> "not checked: the user answers for the store";
    };
  }
}
