package io.lancetrain.spark;

import io.lancetrain.spark.option.OptionValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Short names for storage settings, so that an identifier can carry them without showing them. */
final class StorageTokens {
  private static final String PREFIX = "storage-options-";

  /** A token is looked up moments after it is made: more than these are never in use at once. */
  private static final int MOST = 10_000;

  private static final Map<OptionValues, String> TOKENS = new LinkedHashMap<>();
  private static final Map<String, OptionValues> OPTIONS = new LinkedHashMap<>();
  private static long made;

  private StorageTokens() {}

  /** The token of these options: equal options have the same. */
  static synchronized String token(OptionValues options) {
    String token = TOKENS.remove(options);
    if (token == null) {
      token = PREFIX + ++made;
      OPTIONS.put(token, options);
      forgetOldest();
    }
    TOKENS.put(options, token);
    return token;
  }

  private static void forgetOldest() {
    if (TOKENS.size() >= MOST) {
      OptionValues oldest = TOKENS.keySet().iterator().next();
      OPTIONS.remove(TOKENS.remove(oldest));
    }
  }

  /** The options behind a token; empty for any other name. */
  static synchronized Optional<OptionValues> options(String token) {
    return Optional.ofNullable(OPTIONS.get(token));
  }
}
