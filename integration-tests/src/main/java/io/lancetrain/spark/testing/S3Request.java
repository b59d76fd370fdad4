package io.lancetrain.spark.testing;

/**
 * One request as the S3 server got it.
 *
 * @param method the HTTP method, such as {@code GET}
 * @param bucket the bucket; empty for a request to the service itself
 * @param key the object's key, decoded; empty for a request to the bucket, a listing for example
 * @param query the raw query; empty when there is none
 * @param range the value of the {@code Range} header; empty when there is none
 * @param status the HTTP status of the answer; 0 while there is none yet
 * @param bytes how many bytes of content the answer had; 0 while there is none yet
 */
public record S3Request(
    String method, String bucket, String key, String query, String range, int status, long bytes) {

  /**
   * Takes apart a path-style request.
   *
   * @param path the decoded path, {@code /bucket/key}
   */
  static S3Request of(String method, String path, String query, String range) {
    String bucketAndKey = path.substring(1);
    int slash = bucketAndKey.indexOf('/');
    String bucket = slash < 0 ? bucketAndKey : bucketAndKey.substring(0, slash);
    String key = slash < 0 ? "" : bucketAndKey.substring(slash + 1);
    return new S3Request(method, bucket, key, query, range, 0, 0);
  }

  S3Request answered(int newStatus, long newBytes) {
    return new S3Request(method, bucket, key, query, range, newStatus, newBytes);
  }

  /** Whether this asks for the list of a bucket's objects. */
  public boolean isList() {
    return method.equals("GET")
        && !bucket.isEmpty()
        && key.isEmpty()
        && (query.isEmpty() || query.contains("list-type=") || query.contains("prefix="));
  }
}
