package io.lancetrain.spark.storage.settings;

import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.storage.ProxyAddress;
import io.lancetrain.spark.storage.Secrets;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.commit.CommitProtection;
import io.lancetrain.spark.storage.credential.CredentialChain;
import io.lancetrain.spark.storage.credential.RenewedCredentials;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private final ReadSettings reading;

  /** Null where the keys, if any, are among the options. */
  private final CredentialChain chain;

  private StorageSettings(
      Map<String, String> options,
      CredentialChain chain,
      CommitProtection protection,
      ReadSettings reading) {
    this.options = new TreeMap<>(options);
    this.chain = chain;
    this.protection = protection;
    this.reading = reading;
  }

  /** These options, taken as they are. */
  public static StorageSettings of(Map<String, String> lanceOptions) {
    return new StorageSettings(lanceOptions, null, CommitProtection.KNOWN, ReadSettings.NONE);
  }

  /** These options, and keys that are asked for when they are needed. */
  static StorageSettings of(Map<String, String> lanceOptions, Optional<CredentialChain> chain) {
    return new StorageSettings(
        lanceOptions, chain.orElse(null), CommitProtection.KNOWN, ReadSettings.NONE);
  }

  /**
   * What lance-core takes as storage options, without the keys of {@link #renewedCredentials()};
   * holds secrets.
   */
  public Map<String, String> lanceOptions() {
    return Collections.unmodifiableMap(options);
  }

  /** The credentials that are not among the options, since they may have to be renewed. */
  public Optional<RenewedCredentials> renewedCredentials() {
    return credentialChain().map(found -> new RenewedCredentials(found, options));
  }

  /** The providers that have the keys; empty where the keys, if any, are among the options. */
  public Optional<CredentialChain> credentialChain() {
    return Optional.ofNullable(chain);
  }

  /**
   * What lance-core takes as storage options for work that is over before any keys can expire;
   * holds secrets.
   *
   * @throws io.lancetrain.spark.error.LanceException where the keys have to be asked for, and there
   *     are none (LANCE_ACCESS_DENIED)
   */
  public Map<String, String> currentOptions() {
    TreeMap<String, String> current = new TreeMap<>(options);
    renewedCredentials().ifPresent(found -> current.putAll(found.current().lanceOptions()));
    return current;
  }

  /** How long a step of a read may wait for the store, with everything that is tried again. */
  public Duration answerTimeout() {
    return reading.answerTimeout();
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

  /** The keys for an error message: where they were set, or the providers that have them. */
  public String describedKeys() {
    return chain != null
        ? "credentials of " + chain
        : described(StorageOption.ACCESS_KEY) + " and " + described(StorageOption.SECRET_KEY);
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
    boolean isProxied =
        ProxyAddress.isNamedIn(options) && !options.containsKey(StorageOption.PROXY_EXCLUDES);
    return isProxied ? address + ", through " + described(StorageOption.PROXY_URL) + "," : address;
  }

  /** These settings with one option set to another value. */
  public StorageSettings with(String name, String value) {
    StorageSettings changed =
        new StorageSettings(options, chain, protection, reading).from(sources);
    changed.options.put(name, value);
    return changed;
  }

  /** What keeps two commits from making the same version; by default the store does. */
  public CommitProtection protection() {
    return protection;
  }

  /** These settings with another protection of commits. */
  public StorageSettings protectedBy(CommitProtection other) {
    return new StorageSettings(options, chain, other, reading).from(sources);
  }

  /** These settings with others for reads. */
  public StorageSettings reading(ReadSettings others) {
    return new StorageSettings(options, chain, protection, others).from(sources);
  }

  /**
   * The settings for scans of a version that is known: what such a scan reads never changes, so
   * that it may come from a cache. Without an endpoint of its own for reads these are they.
   */
  public StorageSettings forScans() {
    if (reading.options().isEmpty()) {
      return this;
    }
    TreeMap<String, String> changed = new TreeMap<>(options);
    changed.putAll(reading.options());
    TreeMap<String, String> places = new TreeMap<>(sources);
    places.put(
        StorageOption.ENDPOINT,
        "option " + LanceOptions.STORAGE_PREFIX + StorageOption.TIGRIS_READ_ENDPOINT);
    return new StorageSettings(changed, chain, protection, reading.withoutOptions()).from(places);
  }

  /** The snapshot of the bucket that these settings read, which nothing can be written to. */
  public Optional<String> snapshot() {
    return reading.ofSnapshot();
  }

  /** The text with every secret of these settings in it masked. */
  public String masked(String text) {
    String masked = Secrets.masked(options, text);
    return chain == null ? masked : chain.providers().masked(masked);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StorageSettings that
        && options.equals(that.options)
        && Objects.equals(chain, that.chain)
        && protection.equals(that.protection)
        && reading.equals(that.reading);
  }

  @Override
  public int hashCode() {
    return Objects.hash(options, protection, reading);
  }

  @Override
  public String toString() {
    TreeMap<String, String> shown = new TreeMap<>(options);
    shown.replaceAll(Secrets::masked);
    return chain == null ? shown.toString() : shown + " and credentials of " + chain;
  }
}
