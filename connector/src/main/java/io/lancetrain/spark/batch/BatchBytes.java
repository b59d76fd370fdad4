package io.lancetrain.spark.batch;

/** Counts the bytes of one batch while it is written. */
final class BatchBytes {
  private long total;

  void add(long bytes) {
    total += bytes;
  }

  long total() {
    return total;
  }

  void reset() {
    total = 0;
  }
}
