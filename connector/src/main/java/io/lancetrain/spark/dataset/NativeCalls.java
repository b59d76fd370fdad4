package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.ConnectionErrors;
import io.lancetrain.spark.error.CredentialErrors;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.error.StorageErrors;
import io.lancetrain.spark.error.TableErrors;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.storage.connection.AddressHint;
import io.lancetrain.spark.storage.credential.RenewedCredentials;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs native calls and turns what they throw into the connector's own errors.
 *
 * <p>Native methods throw checked exceptions that they do not declare, so all of them are caught.
 */
final class NativeCalls {
  private static final String NO_NEW_OPTIONS = "Failed to fetch storage options";
  private static final String WAS_NOT_FOUND = " was not found: ";
  private static final Pattern STORE_CODE = Pattern.compile("<Code>([A-Za-z0-9]+)</Code>");
  private static final Pattern PASSING_STATUS =
      Pattern.compile("status code: (?:429|500|502|503|504) ");
  private static final Pattern STATUS = Pattern.compile("status code: ([1-5][0-9]{2} [A-Za-z ]+)");

  private static final Pattern TRANSACTION_FILE =
      Pattern.compile("/_transactions/[0-9]+-[0-9a-f-]{36}\\.txn");

  private NativeCalls() {}

  /**
   * The result of a native call.
   *
   * @param action what the call does, to follow "Cannot" in an error message
   */
  static <T> T call(String action, TableLocation location, Callable<T> call) {
    try {
      return call.call();
    } catch (Exception failure) {
      throw translate(action, location, failure);
    }
  }

  /** The connector's error for what a native call threw. */
  static LanceException translate(String action, TableLocation location, Throwable failure) {
    if (failure instanceof LanceException alreadyClear) {
      return alreadyClear;
    }
    Optional<LanceException> noCredentials = noCredentials(location, failure);
    if (noCredentials.isPresent()) {
      return noCredentials.get();
    }
    String table = location.toString();
    Throwable cause = withoutSecrets(location, failure);
    NativeFailure kind = NativeFailure.of(text(location, failure));
    if (kind.ofStore().isPresent() && isOtherStore(location)) {
      return StorageErrors.otherStore(
          kind.ofStore().get(),
          table,
          endpoint(location),
          storeAnswer(cause, "no credentials, no connection, or no answer in time"),
          cause);
    }
    return switch (kind) {
      case BUCKET_NOT_FOUND -> StorageErrors.bucketNotFound(table, location.uri().bucket(), cause);
      case NOT_S3 ->
          ConnectionErrors.unreachable(
              table,
              endpoint(location),
              "what answers there does not answer like an S3 store: to list a bucket gives "
                  + storeAnswer(cause, "an error")
                  + AddressHint.of(location.uri(), location.settings()),
              cause);
      case MISSING_CREDENTIALS -> CredentialErrors.missingCredentials(table, cause);
      case UNKNOWN_REGION -> ConnectionErrors.unknownRegion(table, location.uri().bucket(), cause);
      case WRONG_REGION ->
          ConnectionErrors.wrongRegion(table, location.settings().described("aws_region"), cause);
      case ACCESS_DENIED ->
          CredentialErrors.accessDenied(
              table, storeAnswer(cause, "access denied"), keys(location), cause);
      case CLOCK_SKEWED -> CredentialErrors.clockSkewed(table, cause);
      case CREDENTIALS_EXPIRED ->
          CredentialErrors.credentialsExpired(table, storeAnswer(cause, "expired"), cause);
      case OTHER_BYTES ->
          ConnectionErrors.unreachable(
              table, endpoint(location), "it answers with other bytes than were asked for", cause);
      case OVERLOADED ->
          ConnectionErrors.overloaded(
              table, endpoint(location), storeAnswer(cause, "an error of the store"), cause);
      case UNREACHABLE, BROKEN_ANSWER ->
          ConnectionErrors.unreachable(
              table,
              endpoint(location),
              storeAnswer(cause, "no connection, or no answer in time")
                  + AddressHint.of(location.uri(), location.settings()),
              cause);
      case STORE_FULL -> StorageErrors.full(table, action, cause);
      case NOT_PERMITTED -> StorageErrors.notPermitted(table, action, cause);
      case NOT_A_FOLDER ->
          StorageErrors.invalidPath(
              table,
              "a part of it is a file, where a table needs folders. Use another path, or move the"
                  + " file away.",
              cause);
      case NO_PARENT_FOLDER ->
          StorageErrors.invalidPath(
              table, "its folder is not there and cannot be made. Use another path.", cause);
      case INVALID_TAG -> OptionErrors.invalidTag(table, cause);
      case DAMAGED -> TableErrors.corrupt(table, action, cause);
      case NOT_FOUND -> TableErrors.fileMissing(table, action, cause);
      case OTHER_COLUMNS -> WriteErrors.columnsChanged(table, cause);
      case CONFLICT, INCOMPATIBLE, OTHER -> TableErrors.nativeFailure(table, action, cause);
    };
  }

  /** Why credentials could not be renewed, where that is what the native library complains of. */
  private static Optional<LanceException> noCredentials(TableLocation location, Throwable failure) {
    return String.valueOf(failure.getMessage()).contains(NO_NEW_OPTIONS)
        ? location.settings().renewedCredentials().flatMap(RenewedCredentials::failure)
        : Optional.empty();
  }

  /**
   * Whether an open failed because there is no such table, or no such version of it. Lance says
   * "was not found" of other failures too, and gives the reason after it.
   */
  static boolean isNotFound(TableLocation location, Throwable failure) {
    String text = text(location, failure);
    int reason = text.indexOf(WAS_NOT_FOUND);
    return text.startsWith("Dataset at path ")
        && reason >= 0
        && NativeFailure.of(text.substring(reason + WAS_NOT_FOUND.length()))
            == NativeFailure.NOT_FOUND;
  }

  /**
   * Whether the failure of a commit says that the manifest was sent, or may have been, and no
   * answer came. What a commit sends before the manifest is the transaction's file, which commits
   * nothing.
   */
  static boolean isWithoutAnswer(TableLocation location, Throwable failure) {
    String text = text(location, failure);
    return isUnanswered(NativeFailure.of(text))
        && !STATUS.matcher(text).find()
        && !TRANSACTION_FILE.matcher(text).find();
  }

  /**
   * Whether the failure is of a moment: the store has too much to do, failed by its own account,
   * did not answer, or not as a whole.
   */
  static boolean isPassing(TableLocation location, Throwable failure) {
    String text = text(location, failure);
    return PASSING_STATUS.matcher(text).find()
        || (isUnanswered(NativeFailure.of(text)) && !STATUS.matcher(text).find())
        || (location.uri().onS3() && isBrokenAnswer(location, failure));
  }

  private static boolean isUnanswered(NativeFailure failure) {
    return failure == NativeFailure.UNREACHABLE || failure == NativeFailure.BROKEN_ANSWER;
  }

  /** Whether the failure may come from an answer that was not whole, or not the right one. */
  static boolean isBrokenAnswer(TableLocation location, Throwable failure) {
    return switch (NativeFailure.of(text(location, failure))) {
      case BROKEN_ANSWER, OTHER_BYTES, DAMAGED -> true;
      default -> false;
    };
  }

  /** Whether the failure says that the next try may succeed where another writer was faster. */
  static boolean isRaceLost(TableLocation location, Throwable failure) {
    return NativeFailure.of(text(location, failure)) == NativeFailure.CONFLICT;
  }

  /** Whether the failure says that a concurrent commit stands in the way. */
  static boolean isConflict(TableLocation location, Throwable failure) {
    NativeFailure kind = NativeFailure.of(text(location, failure));
    return kind == NativeFailure.CONFLICT || kind == NativeFailure.INCOMPATIBLE;
  }

  /**
   * The text without the table's path, where that would pass for a failure. Any other path stays:
   * one as short as a letter is a part of what Lance says, too.
   */
  private static String text(TableLocation location, Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    String path = location.uri().path().replaceFirst("^/", "");
    return NativeFailure.of(path) == NativeFailure.OTHER ? text : text.replace(path, "");
  }

  private static boolean isOtherStore(TableLocation location) {
    return !location.uri().isLocal() && !location.uri().onS3();
  }

  /** Where the keys came from, which the store refused. */
  private static String keys(TableLocation location) {
    return location.settings().describedKeys();
  }

  /** The address of the store, or its name where that tells the address. */
  static String endpoint(TableLocation location) {
    Map<String, String> options = location.settings().lanceOptions();
    return switch (location.uri().scheme()) {
      case "gs" -> options.getOrDefault("google_base_url", "Google Cloud Storage");
      case "az" -> options.getOrDefault("azure_storage_endpoint", "Azure Blob Storage");
      default -> location.settings().address();
    };
  }

  /** What the store said: its error code, or else its status. */
  private static String storeAnswer(Throwable cause, String otherwise) {
    String text = String.valueOf(cause.getMessage());
    Matcher code = STORE_CODE.matcher(text);
    if (code.find()) {
      return code.group(1);
    }
    Matcher status = STATUS.matcher(text);
    return status.find() ? status.group(1).strip() : otherwise;
  }

  /** A store that refuses a signature repeats the headers it got, session token and all. */
  static Throwable withoutSecrets(TableLocation location, Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    String masked = location.settings().masked(text);
    if (masked.equals(text)) {
      return failure;
    }
    IOException copy = new IOException(masked);
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }
}
