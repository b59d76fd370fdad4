package io.lancetrain.spark.dataset;

import java.util.concurrent.atomic.AtomicBoolean;
import org.lance.Dataset;

/** The right to use a pooled native handle until it is closed. */
final class DatasetLease implements AutoCloseable {
  private final TableVersion version;
  private final Dataset dataset;
  private final Runnable release;
  private final AtomicBoolean open = new AtomicBoolean(true);

  DatasetLease(TableVersion version, Dataset dataset, Runnable release) {
    this.version = version;
    this.dataset = dataset;
    this.release = release;
  }

  TableVersion version() {
    return version;
  }

  Dataset dataset() {
    return dataset;
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      release.run();
    }
  }
}
