package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.ErrorCondition;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a text of the native library says of a failure. lance-core throws a few JDK exception
 * classes for everything, so that the text alone tells the situations apart.
 *
 * <p>The phrases are those of lance-core 7.0.0, seen in experiments. They are whole phrases, since
 * a text also holds paths and what the store answered. The first constant that fits counts.
 */
enum NativeFailure {
  BUCKET_NOT_FOUND("<Code>NoSuchBucket</Code>"),
  /** A store lists a bucket that is there, even where it has nothing to list. */
  NOT_S3(
      Pattern.compile("Error performing list request: .* non-2xx status code: (?:404|405|410) ")),
  MISSING_CREDENTIALS("Failed to get AWS credentials: ", "GCP credential error: "),
  UNKNOWN_REGION("Failed to resolve region for bucket "),
  WRONG_REGION(
      "<Code>AuthorizationHeaderMalformed</Code>",
      "<Code>PermanentRedirect</Code>",
      "Received redirect without LOCATION, this normally indicates an incorrectly configured"
          + " region"),
  CLOCK_SKEWED("<Code>RequestTimeTooSkewed</Code>"),
  CREDENTIALS_EXPIRED(
      "<Code>ExpiredToken</Code>",
      "<Code>ExpiredTokenException</Code>",
      "<Code>TokenRefreshRequired</Code>"),
  ACCESS_DENIED(
      "Server returned non-2xx status code: 403 ",
      "Server returned non-2xx status code: 401 ",
      // Amazon answers 400 with it.
      "<Code>ExpiredToken</Code>",
      "The operation lacked the necessary privileges to complete",
      "The operation lacked valid authentication credentials"),
  STORE_FULL(
      "No space left on device (os error 28)",
      "Disk quota exceeded (os error 122)",
      "Server returned non-2xx status code: 507 "),
  /** An answer that began and did not come to its end. */
  BROKEN_ANSWER(
      "HTTP error: error decoding response body", "HTTP error: request or response body error"),
  /** An answer of other bytes than were asked for, which Lance has asked for several times. */
  OTHER_BYTES(Pattern.compile("Requested [0-9]+\\.\\.[0-9]+, got |Got invalid list response: ")),
  OVERLOADED("Server returned non-2xx status code: 429 ", "Server returned non-2xx status code: 5"),
  UNREACHABLE(
      "HTTP error: error sending request",
      "HTTP error: operation timed out",
      // Said of an upload in parts that the store did not complete.
      "Generic Parts error: Missing part"),
  NOT_PERMITTED(
      "Permission denied (os error 13)",
      "Operation not permitted (os error 1)",
      "Read-only file system (os error 30)"),
  NOT_A_FOLDER("Not a directory (os error 20)", "Is a directory (os error 21)"),
  NO_PARENT_FOLDER("No such file or directory (os error 2)"),
  INVALID_TAG("Ref is invalid: "),
  CONFLICT(
      "Commit conflict for version ",
      "Retryable commit conflict for version ",
      "Dataset already exists: ",
      "Too many concurrent writers. "),
  /** A task that appends finds other columns than those for which the append was planned. */
  OTHER_COLUMNS("Append with different schema: "),
  INCOMPATIBLE("Incompatible transaction: "),
  DAMAGED(
      "file size is too small",
      "does not have sufficient data, len: ",
      "Invalid range ",
      "failed to fill whole buffer",
      "invalid magic",
      "does not appear to be a Lance file",
      "Encountered corrupt file ",
      "failed to decode Protobuf message",
      "panicked with message ",
      "Server returned non-2xx status code: 416 ",
      "Error decoding batch: "),
  NOT_FOUND("Not found: ", " was not found: ", "404 Not Found"),
  OTHER;

  private final Pattern phrases;

  NativeFailure(String... phrases) {
    this(
        Pattern.compile(
            Arrays.stream(phrases).map(Pattern::quote).collect(Collectors.joining("|"))));
  }

  NativeFailure(Pattern phrases) {
    this.phrases = phrases;
  }

  /** What this text says. */
  static NativeFailure of(String text) {
    return Arrays.stream(values())
        .filter(failure -> failure != OTHER && failure.phrases.matcher(text).find())
        .findFirst()
        .orElse(OTHER);
  }

  /** The condition of a failure to reach a store or to be let in; empty for any other. */
  Optional<ErrorCondition> ofStore() {
    return switch (this) {
      case BUCKET_NOT_FOUND -> Optional.of(ErrorCondition.LANCE_BUCKET_NOT_FOUND);
      case NOT_S3, UNREACHABLE, UNKNOWN_REGION ->
          Optional.of(ErrorCondition.LANCE_STORE_UNREACHABLE);
      case ACCESS_DENIED, MISSING_CREDENTIALS -> Optional.of(ErrorCondition.LANCE_ACCESS_DENIED);
      default -> Optional.empty();
    };
  }
}
