package io.lancetrain.spark.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** How long a small request takes on a store: one HEAD of an object. */
record RequestLatency(Store store) {
  private static final int REQUESTS = 101;
  private static final String HADOOP = "spark.hadoop.";

  double medianSeconds() {
    Configuration configuration = new Configuration();
    store
        .sparkSettings()
        .forEach((name, value) -> configuration.set(name.substring(HADOOP.length()), value));
    try (FileSystem files =
        FileSystem.newInstance(URI.create(store.parquetRoot() + "/"), configuration)) {
      Path object = new Path(store.parquet("lines"), "_SUCCESS");
      double[] seconds = new double[REQUESTS];
      for (int i = 0; i < REQUESTS; i++) {
        long begin = System.nanoTime();
        files.getFileStatus(object);
        seconds[i] = (System.nanoTime() - begin) / 1e9;
      }
      Arrays.sort(seconds);
      return seconds[REQUESTS / 2];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
