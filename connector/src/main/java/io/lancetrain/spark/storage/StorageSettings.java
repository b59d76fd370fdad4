package io.lancetrain.spark.storage;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How to reach a store: Lance's storage option names to values.
 *
 * <p>Immutable. {@code toString} masks secrets.
 *
 * @since 0.1.0
 */
public final class StorageSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nothing set: what a local path needs. */
  public static final StorageSettings NONE = of(Map.of());

  private final TreeMap<String, String> options;

  /** Where each option was set; of no account for whether settings are equal. */
  private final TreeMap<String, String> sources = new TreeMap<>();

  private final CommitProtection protection;

  private StorageSettings(Map<String, String> options, CommitProtection protection) {
    this.options = new TreeMap<>(options);
    this.protection = protection;
  }

  /** These options, taken as they are. */
  public static StorageSettings of(Map<String, String> lanceOptions) {
    return new StorageSettings(lanceOptions, CommitProtection.KNOWN);
  }

  /** What lance-core takes as storage options; holds secrets. */
  public Map<String, String> lanceOptions() {
    return Collections.unmodifiableMap(options);
  }

  /** How long a step of a read may wait for the store, with everything that is tried again. */
  public Duration answerTimeout() {
    return ValueForm.toDuration(
        options.getOrDefault(StorageOption.ANSWER_TIMEOUT, RequestDefaults.ANSWER_TIMEOUT));
  }

  /** These settings, which were set there. */
  StorageSettings from(Map<String, String> places) {
    sources.putAll(places);
    return this;
  }

  /** An option for an error message: its value, unless that is a secret, and where it was set. */
  public String described(String name) {
    String value = options.get(name);
    if (value == null) {
      return "no " + name;
    }
    String shown = Secrets.masked(name, value);
    String source = sources.getOrDefault(name, "option storage." + name);
    boolean mayBeShown = shown.equals(value) || name.equals(StorageOption.PROXY_URL);
    return name + " " + (mayBeShown ? shown + " " : "") + "from " + source;
  }

  /**
   * The store's address for an error message, with where it was set, and a proxy if there is one.
   */
  public String address() {
    String endpoint = options.get(StorageOption.ENDPOINT);
    String address =
        endpoint == null
            ? "Amazon S3"
            : endpoint
                + (sources.containsKey(StorageOption.ENDPOINT)
                    ? " (from " + sources.get(StorageOption.ENDPOINT) + ")"
                    : "");
    return options.containsKey(StorageOption.PROXY_URL)
        ? address + ", through " + described(StorageOption.PROXY_URL) + ","
        : address;
  }

  /** These settings with one option set to another value. */
  public StorageSettings with(String name, String value) {
    StorageSettings changed = new StorageSettings(options, protection).from(sources);
    changed.options.put(name, value);
    return changed;
  }

  /** What keeps two commits from making the same version; by default the store does. */
  public CommitProtection protection() {
    return protection;
  }

  /** These settings with another protection of commits. */
  public StorageSettings protectedBy(CommitProtection other) {
    return new StorageSettings(options, other).from(sources);
  }

  /** The text with every secret of these settings in it masked. */
  public String masked(String text) {
    String masked = text;
    for (Map.Entry<String, String> option : options.entrySet()) {
      String shown = Secrets.masked(option.getKey(), option.getValue());
      if (!shown.equals(option.getValue())) {
        masked = masked.replace(option.getValue(), shown);
      }
    }
    return masked;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StorageSettings that
        && options.equals(that.options)
        && protection.equals(that.protection);
  }

  @Override
  public int hashCode() {
    return Objects.hash(options, protection);
  }

  @Override
  public String toString() {
    TreeMap<String, String> shown = new TreeMap<>(options);
    shown.replaceAll(Secrets::masked);
    return shown.toString();
  }
}
