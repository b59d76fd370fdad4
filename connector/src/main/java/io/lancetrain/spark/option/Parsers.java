package io.lancetrain.spark.option;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.network.util.JavaUtils;

/** From an option's text to its value; empty where the text is no such value. */
final class Parsers {
  private static final Pattern TAG_NAME =
      Pattern.compile("(?!.*\\.\\.)(?!.*\\.lock$)[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?");
  private static final Pattern BRANCH_NAME =
      Pattern.compile(
          "(?!.*\\.\\.)(?!.*\\.lock$)(?!main$)[A-Za-z0-9.-][A-Za-z0-9._-]*(?:/[A-Za-z0-9.-][A-Za-z0-9._-]*)*");
  private static final Pattern VECTOR = Pattern.compile("\\s*(.+?)\\s*:\\s*([0-9]{1,9})\\s*");

  private static final Pattern SHARE =
      Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*=\\s*([0-9]*\\.?[0-9]+)\\s*");

  /** Shares such as a third cannot be written exactly. */
  private static final double SHARE_ROUNDING = 1e-6;

  private Parsers() {}

  static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static Optional<String> tagName(String text) {
    return TAG_NAME.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  static Optional<String> branchName(String text) {
    return BRANCH_NAME.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  static Optional<Long> positiveLong(String text) {
    try {
      long value = Long.parseLong(text);
      return value >= 1 ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  static Optional<Long> longFromZero(String text) {
    try {
      long value = Long.parseLong(text);
      return value >= 0 ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  static Optional<Long> positiveInt(String text) {
    return positiveLong(text).filter(value -> value <= Integer.MAX_VALUE);
  }

  static Optional<Long> wholeNumber(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /** Names of columns, each once. */
  static Optional<List<String>> names(String text) {
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    boolean each = names.stream().noneMatch(String::isEmpty);
    return each && Set.copyOf(names).size() == names.size() ? Optional.of(names) : Optional.empty();
  }

  /** Shares of a whole by name, in the order in which they are written. */
  static Optional<Map<String, Double>> shares(String text) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      Matcher share = SHARE.matcher(part);
      if (!share.matches() || shares.containsKey(share.group(1))) {
        return Optional.empty();
      }
      shares.put(share.group(1), Double.parseDouble(share.group(2)));
    }
    double whole = shares.values().stream().mapToDouble(share -> share).sum();
    boolean each = shares.values().stream().allMatch(share -> share > 0);
    return each && Math.abs(whole - 1) < SHARE_ROUNDING
        ? Optional.of(Collections.unmodifiableMap(shares))
        : Optional.empty();
  }

  /** Spark's own notation of sizes: a number, with an optional unit of k, m, g, t. */
  static Optional<Long> bytes(String text) {
    return bytesOrNone(text).filter(value -> value >= 1);
  }

  /** A size that may be 0. */
  static Optional<Long> bytesOrNone(String text) {
    try {
      long value = JavaUtils.byteStringAsBytes(text);
      return value >= 0 ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException notASize) {
      return Optional.empty();
    }
  }

  static Optional<Boolean> strictBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  static Optional<String> fileVersion(String text) {
    return text.equals("2.1") || text.equals("2.2") ? Optional.of(text) : Optional.empty();
  }

  static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }

  static Optional<Map<String, Integer>> vectors(String text) {
    Map<String, Integer> vectors = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      Matcher vector = VECTOR.matcher(part);
      if (!vector.matches() || Integer.parseInt(vector.group(2)) < 1) {
        return Optional.empty();
      }
      vectors.put(vector.group(1), Integer.parseInt(vector.group(2)));
    }
    return Optional.of(Map.copyOf(vectors));
  }
}
