package io.lancetrain.spark.storage.credential;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The providers of credentials that {@code fs.s3a.aws.credentials.provider} names for a bucket, and
 * the settings from which Hadoop makes them. Drivers and executors each make the providers
 * themselves, once, and ask them again and again: providers renew what expires.
 *
 * <p>Immutable, and equal when all of it is equal. {@code toString} shows no setting.
 */
public final class CredentialChain implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Those of this process, for as long as it lives: there are as many as ways to reach a store. */
  private static final Map<CredentialChain, CredentialProviders> MADE = new ConcurrentHashMap<>();

  private final String bucket;
  private final String names;
  private final String source;
  private final TreeMap<String, String> hadoop;

  /** Providers of a bucket, and what they are made from, which may hold secrets. */
  public CredentialChain(String bucket, ProviderNames names, Map<String, String> hadoop) {
    this.bucket = bucket;
    this.names = String.join(", ", names.names());
    this.source = names.source();
    this.hadoop = new TreeMap<>(hadoop);
  }

  String bucket() {
    return bucket;
  }

  /** The classes, as an error message lists them. */
  public String names() {
    return names;
  }

  /** Where they were named. */
  public String source() {
    return source;
  }

  /** What goes before Hadoop's own defaults; holds secrets. */
  public Map<String, String> hadoop() {
    return Collections.unmodifiableMap(hadoop);
  }

  /** The providers of this process. */
  public CredentialProviders providers() {
    return MADE.computeIfAbsent(this, CredentialProviders::new);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CredentialChain that
        && bucket.equals(that.bucket)
        && names.equals(that.names)
        && hadoop.equals(that.hadoop);
  }

  @Override
  public int hashCode() {
    return hadoop.hashCode();
  }

  @Override
  public String toString() {
    return source + "=" + names;
  }
}
