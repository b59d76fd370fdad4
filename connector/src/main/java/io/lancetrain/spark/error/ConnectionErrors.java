package io.lancetrain.spark.error;

import java.time.Duration;

/**
 * Errors on the way to a store: addresses, regions, proxies, certificates, and no answer in time.
 */
public final class ConnectionErrors {
  private ConnectionErrors() {}

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
}
