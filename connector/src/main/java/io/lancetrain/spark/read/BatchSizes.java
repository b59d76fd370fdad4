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
  private final long readAheadBytes;
  private final RowWidth guess;
  private long rows;
  private long bytes;

  /**
   * Sizes from what is known before the first batch.
   *
   * @param guess about how wide a row is
   * @param batchBytes about how many bytes a batch is to hold
   * @param readAheadBytes how many bytes the task may fetch before Spark asks for them
   */
  BatchSizes(RowWidth guess, long batchBytes, long readAheadBytes) {
    this.guess = guess;
    this.batchBytes = batchBytes;
    this.readAheadBytes = readAheadBytes;
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
    return rows == 0 ? batchRows() : Math.max(batchRows(), windowBytes() / width().projected());
  }

  private long windowBytes() {
    return Math.max(batchBytes, share());
  }

  /** Whether a batch has come. */
  boolean areKnown() {
    return rows > 0;
  }

  /** Whether as many windows as may be open are no more than the task may fetch. */
  boolean windowsFit() {
    return WindowedScan.MOST_WINDOWS * windowRows() * width().projected() <= readAheadBytes;
  }

  /**
   * About how many bytes a window is to have in flight, and as many may wait for Spark. One more
   * share is for the batch that Spark has, and for pages from which Lance makes the next.
   */
  long share() {
    return readAheadBytes / (WindowedScan.MOST_WINDOWS + 2);
  }
}
