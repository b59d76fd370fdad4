package io.lancetrain.spark.read;

import java.util.Optional;

/** Where batches come from, one after the other. It is used by one thread, which also closes it. */
interface BatchSource extends AutoCloseable {
  /** The next batch, which the caller closes; empty at the end. */
  Optional<FetchedBatch> next();

  @Override
  void close();
}
