package io.lancetrain.spark.storage;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the value of a storage setting may look like, and how Lance wants it written. */
public enum ValueForm {
  TEXT("text without control characters"),
  HEADER("text in ASCII without control characters"),
  BOOLEAN("true or false"),
  COUNT("a whole number from 0"),
  NUMBER("a number from 0"),
  DURATION("a duration with its unit, such as 500ms, 30s or 2m"),
  SECONDS("a number of seconds, such as 60 or 60s"),
  URL("a URL such as http://proxy.example.com:3128"),
  HTTP_URL("an address that begins with http:// or https://, such as http://localhost:8080"),
  SNAPSHOT_VERSION("the number of a snapshot, as Tigris lists it"),
  TIGRIS_BUCKET_TYPE("global, dual-region, multi-region or single-region"),
  COMMIT_LOCK("none, the folder of lock files as file:///FOLDER, or the name of a class");

  private static final Pattern DURATION_TEXT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern NUMBER_TEXT = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");
  private static final Pattern URL_TEXT =
      Pattern.compile("(?:https?|socks5)://[^\\s/]+/?", Pattern.CASE_INSENSITIVE);

  private static final Pattern HTTP_URL_TEXT =
      Pattern.compile(
          "https?://[A-Za-z0-9._-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SNAPSHOT_TEXT = Pattern.compile("[0-9]{1,30}");

  private static final Pattern LOCK_FOLDER = Pattern.compile("file:///[^?#]+");
  private static final Pattern CLASS_NAME =
      Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(?:[.][A-Za-z_$][A-Za-z0-9_$]*)*");

  private final String expected;

  ValueForm(String expected) {
    this.expected = expected;
  }

  /** As an error message continues "it must be …". */
  public String expected() {
    return expected;
  }

  /** The value as Lance takes it; empty when the text has not this form. */
  public Optional<String> normalized(String text) {
    return switch (this) {
      case TEXT -> text(text);
      case HEADER -> ascii(text);
      case BOOLEAN -> strictBoolean(text);
      case COUNT -> count(text);
      case NUMBER -> number(text);
      case DURATION -> duration(text);
      case SECONDS -> seconds(text);
      case URL -> url(text);
      case HTTP_URL -> matching(HTTP_URL_TEXT, text);
      case SNAPSHOT_VERSION -> matching(SNAPSHOT_TEXT, text);
      case TIGRIS_BUCKET_TYPE -> tigrisBucketType(text);
      case COMMIT_LOCK -> commitLock(text);
    };
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() || text.chars().anyMatch(Character::isISOControl)
        ? Optional.empty()
        : Optional.of(text);
  }

  private static Optional<String> ascii(String text) {
    return text(text).filter(value -> value.chars().allMatch(character -> character < 0x7F));
  }

  private static Optional<String> strictBoolean(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals("true") || lower.equals("false") ? Optional.of(lower) : Optional.empty();
  }

  private static Optional<String> count(String text) {
    return text.matches("[0-9]{1,9}") ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> number(String text) {
    return NUMBER_TEXT.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> duration(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return DURATION_TEXT.matcher(lower).matches() ? Optional.of(lower) : Optional.empty();
  }

  /** What a text of the form {@link #DURATION} says. */
  public static Duration toDuration(String text) {
    Matcher matcher = DURATION_TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** Lance takes bare seconds here, and ignores in silence a number with a unit. */
  private static Optional<String> seconds(String text) {
    if (count(text).isPresent()) {
      return Optional.of(text);
    }
    Matcher matcher = DURATION_TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Optional.of(String.valueOf((number + 999) / 1000));
      case "s" -> Optional.of(String.valueOf(number));
      case "m" -> Optional.of(String.valueOf(number * 60));
      case "h" -> Optional.of(String.valueOf(number * 3600));
      default -> Optional.of(String.valueOf(number * 86400));
    };
  }

  private static Optional<String> url(String text) {
    return URL_TEXT.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> matching(Pattern pattern, String text) {
    return pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> tigrisBucketType(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "global", "dual-region", "multi-region", "single-region" -> Optional.of(lower);
      default -> Optional.empty();
    };
  }

  private static Optional<String> commitLock(String text) {
    return LOCK_FOLDER.matcher(text).matches() || CLASS_NAME.matcher(text).matches()
        ? Optional.of(text)
        : Optional.empty();
  }
}
