package io.lancetrain.spark.storage;

/**
 * A value, and where it came from as a user would name that place: {@code option
 * storage.aws_region}, {@code fs.s3a.bucket.b.endpoint}, {@code environment AWS_REGION}.
 */
public record Setting(String value, String source) {
  /** Strips the value. */
  public Setting {
    value = value.strip();
  }

  @Override
  public String toString() {
    return source;
  }
}
