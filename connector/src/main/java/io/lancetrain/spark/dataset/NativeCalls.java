package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.StorageErrors;
import io.lancetrain.spark.error.TableErrors;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Runs native calls and turns what they throw into the connector's own errors.
 *
 * <p>lance-core throws a few JDK exception classes and says what happened in the text only, so that
 * the text is what tells the situations apart (texts seen with lance-core 7.0.0).
 */
final class NativeCalls {
  private NativeCalls() {}

  /**
   * The result of a native call.
   *
   * @param action what the call does, to follow "Cannot" in an error message
   */
  static <T> T call(String action, TableLocation location, Callable<T> call) {
    try {
      return call.call();
    } catch (LanceException alreadyClear) {
      throw alreadyClear;
    } catch (Exception failure) {
      throw translate(action, location, failure);
    }
  }

  /** The connector's error for what a native call threw. */
  static LanceException translate(String action, TableLocation location, Throwable failure) {
    String text = text(failure);
    String table = location.toString();
    if (contains(text, "nosuchbucket", "bucket does not exist")) {
      return StorageErrors.bucketNotFound(table, location.uri().bucket(), failure);
    }
    if (contains(text, "403", "401", "accessdenied", "forbidden", "unauthorized", "credential")) {
      return StorageErrors.accessDenied(table, failure);
    }
    if (contains(text, "error sending request", "connection refused", "dns error", "timed out")) {
      return StorageErrors.unreachable(
          table,
          location.settings().lanceOptions().getOrDefault("aws_endpoint", "AWS"),
          "no connection",
          failure);
    }
    if (isNotFound(failure)) {
      return TableErrors.fileMissing(table, action, failure);
    }
    if (contains(text, "magic", "corrupt", "invalid", "decode", "truncated", "eof", "panic")) {
      return TableErrors.corrupt(table, action, failure);
    }
    return TableErrors.nativeFailure(table, action, failure);
  }

  /** Whether the failure says that an object, such as a table's manifest, does not exist. */
  static boolean isNotFound(Throwable failure) {
    return contains(text(failure), "not found", "no such file");
  }

  /** Whether the failure says that a request was sent, or may have been, and no answer came. */
  static boolean isWithoutAnswer(Throwable failure) {
    return contains(text(failure), "error sending request", "timed out", "connection reset");
  }

  /** Whether the failure says that a concurrent commit stands in the way. */
  static boolean isConflict(Throwable failure) {
    return contains(text(failure), "commit conflict", "concurrent modification", "incompatible");
  }

  private static String text(Throwable failure) {
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
  }

  private static boolean contains(String text, String... parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
