package io.lancetrain.spark.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.time.Instant;
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

  /**
   * The store knows who asks and refuses, or does not accept the key or its signature.
   *
   * @param answer the store's error code, such as SignatureDoesNotMatch, or its HTTP status
   * @param keys which keys were used, and where they were set
   */
  public static LanceException accessDenied(
      String table, String answer, String keys, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_ACCESS_DENIED)
        .with("table", table)
        .with("answer", answer)
        .with("keys", keys)
        .causedBy(cause)
        .says(
            "Cannot access {table}: the store refused the credentials ({answer}), which are {keys}."
                + " Check the access"
                + " key and"
                + " the secret key (options storage.aws_access_key_id and"
                + " storage.aws_secret_access_key, or fs.s3a.access.key and fs.s3a.secret.key, or"
                + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), and that they may use this"
                + " bucket.");
  }

  /**
   * A store that wants requests to be signed for another region.
   *
   * @param region the region that was set, and where
   */
  public static LanceException wrongRegion(String table, String region, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .with("region", region)
        .causedBy(cause)
        .says(
            "Cannot access {table}: the store does not accept the region ({region}). Set the"
                + " bucket's region (option storage.aws_region, or fs.s3a.endpoint.region, or"
                + " AWS_REGION), or the endpoint of that region.");
  }

  /** No credentials were found anywhere. */
  public static LanceException missingCredentials(String table, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_ACCESS_DENIED)
        .with("table", table)
        .causedBy(cause)
        .says(
            "Cannot access {table}: no credentials were found. Set the options"
                + " storage.aws_access_key_id and storage.aws_secret_access_key, or"
                + " fs.s3a.access.key and fs.s3a.secret.key, or AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY; for a public bucket set"
                + " storage.aws_skip_signature=true.");
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

  /** Amazon's store was not asked for the bucket's region, or has no such bucket. */
  public static LanceException unknownRegion(String table, String bucket, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .with("bucket", bucket)
        .causedBy(cause)
        .says(
            "Cannot access {table}: no endpoint and no region are set, and Amazon S3 did not tell"
                + " the region of bucket '{bucket}'. Set the store's endpoint (option"
                + " storage.aws_endpoint, or fs.s3a.endpoint, or AWS_ENDPOINT_URL); for a bucket of"
                + " Amazon set its region (storage.aws_region, or fs.s3a.endpoint.region, or"
                + " AWS_REGION).");
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
      return clockSkewed(table, cause);
    }
    if (text.contains("ExpiredToken")) {
      return credentialsExpired(table, "ExpiredToken", cause);
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

  /** Providers of credentials are named, in a Spark without the classes that make them. */
  public static LanceException noS3aForProviders(
      String setting, String providers, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_OPERATION)
        .with("setting", setting)
        .with("providers", providers)
        .causedBy(cause)
        .says(
            "Cannot ask {providers} for credentials, which {setting} names: Hadoop's S3A is not on"
                + " the class path. Add org.apache.hadoop:hadoop-aws in the version of Spark's"
                + " Hadoop, or set the options storage.aws_access_key_id and"
                + " storage.aws_secret_access_key.");
  }

  /**
   * Providers of credentials that have none.
   *
   * @param reason what they said
   */
  public static LanceException noCredentials(
      String setting, String providers, String reason, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_ACCESS_DENIED)
        .with("setting", setting)
        .with("providers", providers)
        .with("reason", reason)
        .causedBy(cause)
        .says(
            "Cannot get credentials from {providers}, which {setting} names: {reason}. Check the"
                + " names and what these classes need on the driver and on each executor, or name"
                + " others.");
  }

  /** Credentials that have to be renewed, in a JVM in which Lance cannot ask for new ones. */
  public static LanceException noRenewal(String setting, String providers) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_OPERATION)
        .with("setting", setting)
        .with("providers", providers)
        .says(
            "Cannot renew the credentials of {providers}, which {setting} names: this JVM keeps"
                + " java.lang closed to the connector. Start it with"
                + " --add-opens=java.base/java.lang=ALL-UNNAMED, as Spark's own commands do, or put"
                + " the connector's jar on the class path of the JVM itself.");
  }

  /** A file of secrets that cannot be read. */
  public static LanceException credentialFile(String files, String key, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("files", files)
        .with("key", key)
        .with("reason", cause)
        .causedBy(cause)
        .says(
            "Cannot look up {key} in the credential files {files}: {reason}. Check"
                + " hadoop.security.credential.provider.path and"
                + " fs.s3a.security.credential.provider.path, that the driver can read the files,"
                + " and their password.");
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

  /** No connection to the store, or no answer from it. */
  public static LanceException unreachable(
      String table, String endpoint, String reason, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .with("endpoint", endpoint)
        .with("reason", reason)
        .causedBy(cause)
        .says(
            "Cannot access {table}: the store at {endpoint} cannot be reached ({reason}). Check the"
                + " endpoint (option storage.aws_endpoint, or fs.s3a.endpoint, or"
                + " AWS_ENDPOINT_URL; for reads also storage.tigris.readEndpoint), http or https,"
                + " and the network.");
  }

  /** A server whose certificate Lance would not take. */
  public static LanceException certificateRefused(String table, String endpoint, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .with("endpoint", endpoint)
        .with("reason", reason)
        .says(
            "Cannot access {table}: the certificate of {endpoint} is not trusted ({reason}). Name"
                + " the file of the authority that issued it, in PEM (option storage.ca_file, or"
                + " AWS_CA_BUNDLE), or check that the endpoint is the store's own name (option storage.aws_endpoint, or"
                + " fs.s3a.endpoint, or AWS_ENDPOINT_URL).");
  }

  /** A server whose certificate Lance takes and S3A does not. */
  public static LanceException certificateUnknownToJava(
      String table, String endpoint, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .with("endpoint", endpoint)
        .with("reason", reason)
        .says(
            "Cannot list or delete files of {table}: Hadoop's S3A goes by the trust store of the"
                + " JVM, which does not know the certificate of {endpoint} ({reason})."
                + " Give the driver and the executors a trust store that does, by"
                + " -Djavax.net.ssl.trustStore=FILE in spark.driver.extraJavaOptions and"
                + " spark.executor.extraJavaOptions; reading and committing need only"
                + " storage.ca_file, and take that trust store too.");
  }

  /** A file of certificates, or a trust store, that cannot be used. */
  public static LanceException unusableCertificates(String option, String file, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", option)
        .with("file", file)
        .with("reason", cause.getClass().getSimpleName() + ": " + cause.getMessage())
        .causedBy(cause)
        .says(
            "Cannot use '{file}' for option '{option}': {reason}. Name a file on the driver that"
                + " holds the certificates of authorities in PEM.");
  }

  /**
   * A proxy through which the store is to be reached, and which cannot be reached itself.
   *
   * @param proxy its address, without a password, and where it was set
   */
  public static LanceException proxyUnreachable(
      String table, String proxy, String reason, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .with("proxy", proxy)
        .with("reason", reason)
        .causedBy(cause)
        .says(
            "Cannot access {table}: the proxy ({proxy}) cannot be reached ({reason}). Check its"
                + " address (option storage.proxy_url, or fs.s3a.proxy.host and fs.s3a.proxy.port),"
                + " or take the setting away where there is no proxy.");
  }

  /** A store that answers, and keeps answering that it cannot: with 429, or 5xx. */
  public static LanceException overloaded(
      String table, String endpoint, String answer, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .with("endpoint", endpoint)
        .with("answer", answer)
        .causedBy(cause)
        .says(
            "Cannot access {table}: the store at {endpoint} answers, but refuses each try"
                + " ({answer}). It has too much to do, or fails by its own account. Run it again"
                + " later or with fewer tasks at once, or let each request be tried for longer"
                + " (options storage.client_max_retries and storage.client_retry_timeout).");
  }

  /** A store that did not bring a step of a read to its end within the user's limit. */
  public static LanceException noAnswer(
      String table, String action, String endpoint, Duration limit, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .with("action", action)
        .with("endpoint", endpoint)
        .with("limit", limit.toMillis() / 1000.0)
        .causedBy(cause)
        .says(
            "Cannot {action} {table}: the store at {endpoint} did not bring it to an end within"
                + " {limit} s. Check the store and the network; if it is just slow, allow more"
                + " (option storage.answer_timeout).");
  }

  /** A thread that was interrupted while it waited for a store. */
  public static LanceException stopped(String table, String action, InterruptedException cause) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .with("action", action)
        .causedBy(cause)
        .says("Cannot {action} {table}: it was stopped while it waited for the store.");
  }

  /** A store whose clock and this machine's differ by more than the store allows. */
  public static LanceException clockSkewed(String table, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_ACCESS_DENIED)
        .with("table", table)
        .with("time", Instant.now())
        .causedBy(cause)
        .says(
            "Cannot access {table}: the store refused the time of the request"
                + " (RequestTimeTooSkewed), which is {time} by the clock of this machine. Set the"
                + " clocks of the driver and of all executors by NTP; stores allow 15 minutes.");
  }

  /**
   * Credentials that were good once.
   *
   * @param answer the store's error code, such as ExpiredToken
   */
  public static LanceException credentialsExpired(String table, String answer, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_ACCESS_DENIED)
        .with("table", table)
        .with("answer", answer)
        .causedBy(cause)
        .says(
            "Cannot access {table}: the credentials have expired ({answer}). Set new ones"
                + " (options storage.aws_access_key_id, storage.aws_secret_access_key and"
                + " storage.aws_session_token, or fs.s3a.access.key, fs.s3a.secret.key and"
                + " fs.s3a.session.token), or name a provider that renews them"
                + " (fs.s3a.aws.credentials.provider).");
  }

  /** Tigris knows no temporary credentials, so a session token can only be a mistake. */
  public static LanceException temporaryCredentialsOnTigris(String table, String source) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .with("source", source)
        .says(
            "Cannot access {table} with the session token from {source}: Tigris has no temporary"
                + " credentials. Use a Tigris access key (tid_…) with its secret (tsec_…), without"
                + " a session token.");
  }

  /** Keys without a session token, while the environment holds one that belongs to other keys. */
  public static LanceException foreignSessionToken(String table, String keySource) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .with("source", keySource)
        .says(
            "Cannot access {table} with the access key from {source}: the environment variable"
                + " AWS_SESSION_TOKEN belongs to other keys, and Lance would send it along. Unset"
                + " AWS_SESSION_TOKEN for the driver and the executors, or set the token that"
                + " belongs to this key in the same place as the key.");
  }

  /** Credentials of which one part is missing where the other was found. */
  public static LanceException incompleteCredentials(String table, String found, String missing) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .with("found", found)
        .with("missing", missing)
        .says(
            "Cannot access {table}: {found} is set, but {missing} is not. Set both in the same"
                + " place, or neither.");
  }

  /** A store that makes a key twice where it should refuse the second. */
  public static LanceException keyMadeTwice(String table, String endpoint) {
    return ErrorText.of(ErrorCondition.LANCE_UNSAFE_STORE)
        .with("table", table)
        .with("endpoint", endpoint)
        .says(
            "Cannot write to {table}: the store at {endpoint} let two writers at once make the same"
                + " version, so that one commit could replace another. Nothing was written. Use a"
                + " store that honours If-None-Match: * on a PUT, or let all writers of the table"
                + " take turns by storage.commit.lock=file:///SHARED/FOLDER; only where there is one"
                + " writer alone, leave the check out with storage.commit.probe=false.");
  }

  /** A store of which nothing shows that it ever refuses to make a key. */
  public static LanceException commitsNotRefused(String table, String endpoint, int writers) {
    return ErrorText.of(ErrorCondition.LANCE_UNSAFE_STORE)
        .with("table", table)
        .with("endpoint", endpoint)
        .with("writers", writers)
        .says(
            "Cannot write to {table}: of {writers} commits at the same moments the store at"
                + " {endpoint} refused none, so nothing shows that it makes a key only once."
                + " Nothing was written. Run the job again; if that does not help, let all writers"
                + " of the table take turns by storage.commit.lock=file:///SHARED/FOLDER, or leave"
                + " the check out with storage.commit.probe=false.");
  }

  /** A thread that was interrupted while it asked a store. */
  public static LanceException probeStopped(String table, InterruptedException cause) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .causedBy(cause)
        .says(
            "Cannot write to {table}: the job was stopped while its store was asked whether commits"
                + " are safe there. Nothing was written.");
  }

  /** The folder of a file-based lock. */
  public static LanceException lockFolder(String table, String folder, IOException cause) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .with("folder", folder)
        .with("reason", cause.getClass().getSimpleName() + ": " + cause.getMessage())
        .causedBy(cause)
        .says(
            "Cannot commit to {table}: no lock can be taken in the folder {folder} of option"
                + " storage.commit.lock ({reason}). Name a folder that every driver may write to.");
  }
}
