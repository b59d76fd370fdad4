package io.lancetrain.spark.dataset;

/**
 * What scans asked of the store.
 *
 * @param requests how many requests
 * @param bytes how many bytes they brought
 */
public record StoreReads(long requests, long bytes) {
  /** None. */
  public static final StoreReads NONE = new StoreReads(0, 0);

  /** Both together. */
  public StoreReads plus(StoreReads other) {
    return new StoreReads(requests + other.requests, bytes + other.bytes);
  }
}
