package io.lancetrain.spark.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key pair that an {@link S3Server} accepts until a time, which is a part of its name: any
 * process can make one, and the server knows what it needs to refuse it later.
 *
 * @param accessKey the name, a new one for each key
 * @param secretKey what requests are signed with
 * @param until the server refuses it from then on
 */
public record TemporaryKey(String accessKey, String secretKey, Instant until) {
  private static final Pattern NAME = Pattern.compile("temporary-([0-9]+)-[0-9a-f]+");

  /** A new key that lives this long. */
  public static TemporaryKey issue(Duration life) {
    Instant until = Instant.ofEpochMilli(System.currentTimeMillis() + life.toMillis());
    String unique = Long.toHexString(UUID.randomUUID().getMostSignificantBits());
    return of("temporary-" + until.toEpochMilli() + "-" + unique, until);
  }

  /** The key of this name; empty where it is not one of these. */
  static Optional<TemporaryKey> named(String accessKey) {
    Matcher matcher = NAME.matcher(accessKey);
    return matcher.matches()
        ? Optional.of(of(accessKey, Instant.ofEpochMilli(Long.parseLong(matcher.group(1)))))
        : Optional.empty();
  }

  private static TemporaryKey of(String accessKey, Instant until) {
    return new TemporaryKey(accessKey, "secret-of-" + accessKey, until);
  }

  /** Whether the server still takes it. */
  boolean isValid() {
    return Instant.now().isBefore(until);
  }
}
