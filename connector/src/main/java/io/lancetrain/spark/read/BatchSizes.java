package io.lancetrain.spark.read;

/**
 * How many rows go into a batch, and into a window: the rows that one native scan reads.
 *
 * <p>A native scan fetches as much as it can hold at once, up to 2 GiB from a store, and nothing in
 * lance-core bounds that but the number of rows it is asked for. How wide a row is, is a guess
 * until the first batch has come.
 */
final class BatchSizes {
  private final long batchBytes;
  private final long windowBytes;
  private final RowWidth guess;
  private long rows;
  private long bytes;

  /**
   * Sizes from what is known before the first batch.
   *
   * @param guess about how wide a row is
   * @param batchBytes about how many bytes a batch is to hold
   * @param windowBytes about how many bytes a native scan is to have in flight
   */
  BatchSizes(RowWidth guess, long batchBytes, long windowBytes) {
    this.guess = guess;
    this.batchBytes = batchBytes;
    this.windowBytes = Math.max(batchBytes, windowBytes);
  }

  /** Learns from a batch. */
  void observe(FetchedBatch batch) {
    rows += batch.rows();
    bytes += batch.bytes();
  }

  private RowWidth width() {
    return rows == 0 ? guess : guess.corrected(Math.max(1, bytes / rows));
  }

  /** The most rows of a batch. */
  long batchRows() {
    return width().batchRows(batchBytes);
  }

  /** The most rows of the next window: one batch while nothing but the guess is known. */
  long windowRows() {
    return rows == 0 ? batchRows() : Math.max(batchRows(), windowBytes / width().projected());
  }

  /** Whether a batch has come. */
  boolean areKnown() {
    return rows > 0;
  }

  /** Whether a window of what is known by now holds no more than a window should. */
  boolean windowsFit() {
    return windowRows() * width().projected() <= windowBytes;
  }
}
