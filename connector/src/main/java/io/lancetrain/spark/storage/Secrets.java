package io.lancetrain.spark.storage;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a setting is shown where people read it.
 *
 * @since 0.1.0
 */
public final class Secrets {
  private static final String NAMES =
      "authorization|secret|token|password|cookie|customer_key|account_key|master_key|sas_key";
  private static final Pattern SECRET_NAME = Pattern.compile(NAMES);

  /**
   * Finds the names of options that hold secrets, or may, as a header can; in Java's notation, with
   * the case ignored by the expression itself.
   */
  public static final String OPTION_NAMES =
      "(?i:storage[.](?:headers[.]|\\S*(?:access_key|proxy_url|" + NAMES + ")))";

  private static final String HIDDEN = "***";
  private static final int SHOWN_OF_ACCESS_KEY = 4;
  private static final Pattern PASSWORD_IN_URL = Pattern.compile("//[^/]*@");

  private Secrets() {}

  /** The text with the value of every option that is a secret masked in it. */
  public static String masked(Map<String, String> options, String text) {
    String masked = text;
    for (Map.Entry<String, String> option : options.entrySet()) {
      String shown = masked(option.getKey(), option.getValue());
      if (!shown.equals(option.getValue())) {
        masked = masked.replace(option.getValue(), shown);
      }
    }
    return masked;
  }

  /** The value, or as much of it as may be shown. */
  public static String masked(String name, String value) {
    if (value.isEmpty()) {
      return value;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case StorageOption.SECRET_KEY, StorageOption.SESSION_TOKEN -> HIDDEN;
      case StorageOption.ACCESS_KEY ->
          value.length() > 2 * SHOWN_OF_ACCESS_KEY
              ? value.substring(0, SHOWN_OF_ACCESS_KEY) + HIDDEN
              : HIDDEN;
      // Public, but long.
      case StorageOption.CERTIFICATES -> "(certificates)";
      case StorageOption.PROXY_URL -> PASSWORD_IN_URL.matcher(value).replaceAll("//***@");
      default -> SECRET_NAME.matcher(lower).find() ? HIDDEN : value;
    };
  }
}
