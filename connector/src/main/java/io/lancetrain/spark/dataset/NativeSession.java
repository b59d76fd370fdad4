package io.lancetrain.spark.dataset;

import io.lancetrain.spark.option.LanceOption;
import io.lancetrain.spark.option.ProcessOptions;
import org.apache.spark.SparkEnv;
import org.lance.Session;

/**
 * The native session of this JVM: caches of file metadata and indexes that all open tables share.
 *
 * <p>Lance's own defaults are 1 GiB and 6 GiB for each opened table, outside everything that Spark
 * counts; an executor cannot spare that, so that {@link ProcessOptions} say how large they are.
 */
final class NativeSession {
  private NativeSession() {}

  static Session shared() {
    NativeStart.ensure();
    return Holder.SESSION;
  }

  /** Made on first use, since it loads the native library. */
  private static final class Holder {
    private static final Session SESSION =
        Session.builder()
            .indexCacheSizeBytes(bytes(ProcessOptions.INDEX_CACHE_BYTES))
            .metadataCacheSizeBytes(bytes(ProcessOptions.METADATA_CACHE_BYTES))
            .build();
  }

  /** As the application's configuration has it, which Spark hands to every executor. */
  private static long bytes(LanceOption<Long> option) {
    SparkEnv environment = SparkEnv.get();
    return ProcessOptions.value(
        option, name -> environment == null ? null : environment.conf().get(name, null));
  }
}
