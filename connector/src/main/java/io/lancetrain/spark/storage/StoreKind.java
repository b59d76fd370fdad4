package io.lancetrain.spark.storage;

import java.util.List;

/** The kinds of stores that lance-core can hold a table in, by the scheme of its URI. */
public enum StoreKind {
  S3("s3", "s3a"),
  /** Untested: passed through to lance-core. */
  GOOGLE("gs", "gs"),
  /** Untested: passed through to lance-core. Hadoop's own schemes for Azure name the account. */
  AZURE("az", "az"),
  LOCAL("file", "file");

  private final String scheme;
  private final String hadoopScheme;

  StoreKind(String scheme, String hadoopScheme) {
    this.scheme = scheme;
    this.hadoopScheme = hadoopScheme;
  }

  static StoreKind ofScheme(String scheme) {
    for (StoreKind kind : values()) {
      if (kind.scheme.equals(scheme)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of store has the scheme " + scheme);
  }

  /** The scheme of Hadoop's file system for it. */
  public String hadoopScheme() {
    return hadoopScheme;
  }

  /** The storage settings for it; on a disk those of S3 are checked, and have no effect. */
  public List<StorageOption> options() {
    return switch (this) {
      case GOOGLE -> GoogleOptions.ALL;
      case AZURE -> AzureOptions.ALL;
      case S3, LOCAL -> StorageOption.ALL;
    };
  }
}
