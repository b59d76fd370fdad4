package io.lancetrain.spark.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.regex.Pattern;

/** Errors in where a table is and how its store is reached. No text holds a secret. */
public final class StorageErrors {
  /** What the C library says of a full disk and of a used-up quota; Java has no class for these. */
  private static final Pattern NO_SPACE =
      Pattern.compile("No space left on device|Disk quota exceeded");

  private StorageErrors() {}

  /** A path or URI that names no table that this connector can reach. */
  public static LanceException invalidPath(String text, String reason) {
    return invalidPath(text, reason, null);
  }

  /** A path that turned out to name no place for a table; {@code cause} may be null. */
  public static LanceException invalidPath(String text, String reason, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_PATH)
        .with("reason", reason)
        .with("path", text)
        .causedBy(cause)
        .says("Cannot use path '{path}': {reason}");
  }

  /** A file or folder that the user of this process may not read or write. */
  public static LanceException notPermitted(String table, String action, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_ACCESS_DENIED)
        .with("table", table)
        .with("action", action)
        .with("user", System.getProperty("user.name"))
        .causedBy(cause)
        .says(
            "Cannot {action} {table}: the file system refused it to user '{user}'. Give this user"
                + " the rights to the folder, or use another path.");
  }

  /** A store, or a disk, with no room left. */
  public static LanceException full(String table, String action, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_FULL)
        .with("table", table)
        .with("action", action)
        .causedBy(cause)
        .says(
            "Cannot {action} {table}: there is no space left on the disk. Make room there, or use"
                + " another path.");
  }

  /** A failure of a local disk, of which single files are listed, read, written and deleted. */
  public static LanceException localDisk(String table, String action, IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return notPermitted(table, action, cause);
    }
    if (NO_SPACE.matcher(String.valueOf(cause.getMessage())).find()) {
      return full(table, action, cause);
    }
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .with("action", action)
        .with("reason", cause.getClass().getSimpleName() + ": " + cause.getMessage())
        .causedBy(cause)
        .says(
            "Cannot {action} {table}: the disk failed with {reason}. Check the folder, then run it"
                + " again.");
  }

  /** A failure of Hadoop's file system, through which single files are listed and deleted. */
  public static LanceException fileSystem(String table, String action, IOException cause) {
    String text = String.valueOf(cause.getMessage());
    if (text.contains("RequestTimeTooSkewed")) {
      return CredentialErrors.clockSkewed(table, cause);
    }
    if (text.contains("ExpiredToken")) {
      return CredentialErrors.credentialsExpired(table, "ExpiredToken", cause);
    }
    if (text.contains("NoSuchBucket")) {
      return bucketNotFound(table, bucket(table), cause);
    }
    ErrorCondition condition =
        cause instanceof AccessDeniedException
            ? ErrorCondition.LANCE_ACCESS_DENIED
            : ErrorCondition.LANCE_STORE_UNREACHABLE;
    return ErrorText.of(condition)
        .with("table", table)
        .with("action", action)
        .with("reason", cause.getClass().getSimpleName() + ": " + cause.getMessage())
        .causedBy(cause)
        .says(
            "Cannot {action} {table}: Hadoop's file system failed with {reason}. Check the"
                + " endpoint, the credentials and their rights (options storage.NAME, or"
                + " fs.s3a.NAME), then run it again.");
  }

  private static String bucket(String table) {
    return table.replaceFirst("^[a-z0-9]+://", "").replaceFirst("/.*", "");
  }

  /** A table in a store, in a Spark that has no file system of Hadoop's for it. */
  public static LanceException noFileSystem(String table, String scheme) {
    String remedy =
        switch (scheme) {
          case "s3a" ->
              "Hadoop's S3A is not on the class path. Add org.apache.hadoop:hadoop-aws in the"
                  + " version of Spark's Hadoop.";
          case "gs" ->
              "Hadoop has no file system for gs:// on the class path. Add Google's connector"
                  + " com.google.cloud.bigdataoss:gcs-connector, or delete files with Google's own"
                  + " tools.";
          default ->
              "Hadoop has no file system for "
                  + scheme
                  + "://. Delete files with the store's own tools.";
        };
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_OPERATION)
        .with("table", table)
        .with("remedy", remedy)
        .says("Cannot list the files of {table}: {remedy}");
  }

  /** A container without the account that it belongs to. */
  public static LanceException noAzureAccount(String table) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .says(
            "Cannot access {table}: no storage account is set. Set the option"
                + " storage.azure_storage_account_name, or AZURE_STORAGE_ACCOUNT_NAME.");
  }

  /** A failure of Google's or Azure's store; {@code answer} is what it said. */
  public static LanceException otherStore(
      ErrorCondition condition, String table, String store, String answer, Throwable cause) {
    return ErrorText.of(condition)
        .with("table", table)
        .with("store", store)
        .with("answer", answer)
        .with("options", table.startsWith("gs:") ? "storage.google_" : "storage.azure_")
        .causedBy(cause)
        .says(
            "Cannot access {table}: {store} did not serve it ({answer}). Check the path, and the"
                + " options that begin with {options} in connector/docs/options.md or the variables"
                + " of these names in capitals.");
  }

  /** A change to a table that is read as it was in a snapshot of its bucket. */
  public static LanceException snapshotIsReadOnly(String table, String snapshot) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_OPERATION)
        .with("table", table)
        .with("snapshot", snapshot)
        .says(
            "Cannot change {table} in snapshot {snapshot} of its bucket: a snapshot is read only."
                + " Leave option storage.tigris.snapshotVersion out to change the table itself, or"
                + " make a fork of the snapshot and write to that bucket.");
  }

  /** The store answers, but has no such bucket. */
  public static LanceException bucketNotFound(String table, String bucket, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_BUCKET_NOT_FOUND)
        .with("table", table)
        .with("bucket", bucket)
        .causedBy(cause)
        .says(
            "Cannot access {table}: the store has no bucket '{bucket}'. Create the bucket, or check"
                + " its name and the endpoint (option storage.aws_endpoint, or fs.s3a.endpoint, or"
                + " AWS_ENDPOINT_URL); a store that wants the bucket's name before the host needs"
                + " storage.aws_virtual_hosted_style_request=true, or"
                + " fs.s3a.path.style.access=false.");
  }
}
