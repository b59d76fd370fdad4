package io.lancetrain.spark.testing;

import java.util.List;
import java.util.Optional;

/**
 * An error as S3 answers it.
 *
 * @param status the HTTP status
 * @param code S3's own code
 * @param retryAfterSeconds what the header {@code Retry-After} says; empty for no such header
 */
public record StoreError(int status, String code, Optional<Integer> retryAfterSeconds) {
  public static final StoreError INTERNAL = of(500, "InternalError");
  public static final StoreError SLOW_DOWN = of(503, "SlowDown");
  public static final StoreError TOO_MANY_REQUESTS = of(429, "TooManyRequests");
  public static final StoreError FORBIDDEN = of(403, "AccessDenied");
  public static final StoreError PRECONDITION_FAILED = of(412, "PreconditionFailed");
  public static final StoreError NO_SUCH_BUCKET = of(404, "NoSuchBucket");
  public static final StoreError CLOCK_SKEWED = of(403, "RequestTimeTooSkewed");
  public static final StoreError TOKEN_EXPIRED = of(400, "ExpiredToken");
  public static final StoreError KEY_REVOKED = of(403, "InvalidAccessKeyId");
  public static final StoreError FULL = of(507, "InsufficientStorage");

  private static StoreError of(int status, String code) {
    return new StoreError(status, code, Optional.empty());
  }

  /** The same error, which says when to ask again. */
  public StoreError retryAfter(int seconds) {
    return new StoreError(status, code, Optional.of(seconds));
  }

  List<String> headers() {
    return retryAfterSeconds.map(seconds -> List.of("Retry-After: " + seconds)).orElse(List.of());
  }
}
