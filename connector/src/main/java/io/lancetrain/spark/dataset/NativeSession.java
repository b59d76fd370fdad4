package io.lancetrain.spark.dataset;

import org.lance.Session;

/**
 * The native session of this JVM: caches of file metadata and indexes that all open tables share.
 *
 * <p>Lance's own defaults are 1 GiB and 6 GiB for each opened table, outside everything that Spark
 * counts; an executor cannot spare that.
 */
final class NativeSession {
  private static final long INDEX_CACHE_BYTES = 128L << 20;
  private static final long METADATA_CACHE_BYTES = 256L << 20;

  private NativeSession() {}

  static Session shared() {
    NativeStart.ensure();
    return Holder.SESSION;
  }

  /** Made on first use, since it loads the native library. */
  private static final class Holder {
    private static final Session SESSION =
        Session.builder()
            .indexCacheSizeBytes(INDEX_CACHE_BYTES)
            .metadataCacheSizeBytes(METADATA_CACHE_BYTES)
            .build();
  }
}
