package io.lancetrain.spark.storage.credential;

import io.lancetrain.spark.error.CredentialErrors;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.storage.Endpoint;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Credentials that Lance asks for again and again while it reads and writes.
 *
 * <p>S3A asks its providers for every request, and they renew what is about to expire. Lance keeps
 * an answer for {@link #KEPT}, so that a provider that hands out new keys is followed at once, and
 * no key is used for longer than that after its provider has given it up.
 *
 * @since 0.1.0
 */
public final class RenewedCredentials {
  /** How long Lance may use an answer, unless it expires before. */
  static final Duration KEPT = Duration.ofSeconds(2);

  private static final String EXPIRES_AT = "expires_at_millis";

  /** How long before that time Lance asks again; its own minute would make it ask each time. */
  private static final String REFRESH_OFFSET = "refresh_offset_millis";

  private final CredentialChain chain;
  private final Map<String, String> options;

  /** Those of these providers, beside options that have no keys. */
  public RenewedCredentials(CredentialChain chain, Map<String, String> options) {
    this.chain = chain;
    this.options = options;
  }

  /**
   * Names what is vended: equal for equal chains and options, different for others. Lance shares
   * its connections to a bucket by this name, whatever the options are. Shows no secret.
   */
  public String name() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String all = options + "\n" + chain.bucket() + "\n" + chain + "\n" + chain.hadoop();
      return HexFormat.of().formatHex(digest.digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new AssertionError(everyJvmHasIt);
    }
  }

  /**
   * All storage options, with keys and the time until which Lance may use them.
   *
   * @throws LanceException where no provider has credentials (LANCE_ACCESS_DENIED), or Hadoop's S3A
   *     is not there (LANCE_UNSUPPORTED_OPERATION)
   */
  public Map<String, String> vended() {
    Credentials current = current();
    Instant until = Instant.now().plus(KEPT);
    Instant used = current.expiry().filter(until::isAfter).orElse(until);
    Map<String, String> vended = new TreeMap<>(options);
    vended.putAll(current.lanceOptions());
    vended.put(EXPIRES_AT, String.valueOf(used.toEpochMilli()));
    vended.put(REFRESH_OFFSET, "0");
    return vended;
  }

  /** The keys of this moment. */
  public Credentials current() {
    Credentials current = chain.providers().current();
    if (current.sessionToken().isPresent()) {
      refuseOnTigris();
    }
    return current;
  }

  /** Tigris knows no session tokens. */
  private void refuseOnTigris() {
    String endpoint = options.get(StorageOption.ENDPOINT);
    if (endpoint != null
        && Endpoint.parse(new Setting(endpoint, StorageOption.ENDPOINT), "https").isTigris()) {
      throw CredentialErrors.temporaryCredentialsOnTigris(
          "s3://" + chain.bucket(), chain.toString());
    }
  }

  /** Why the last attempt to get keys failed; empty where it did not. */
  public Optional<LanceException> failure() {
    return chain.providers().failure();
  }

  /** The error of a JVM in which Lance cannot ask. */
  public LanceException impossible() {
    return CredentialErrors.noRenewal(chain.source(), chain.names());
  }
}
