package io.lancetrain.spark.error;

import java.time.Instant;

/** Errors in keys: where they come from, and what a store says of them. No text holds a secret. */
public final class CredentialErrors {
  private CredentialErrors() {}

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
}
