package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.AnswerLimit;
import io.lancetrain.spark.dataset.NativeThreads;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.metric.ScanMetric;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Fetches batches on a thread of its own while Spark works on the one before: at most as many as
 * fit in a number of bytes, and at least one.
 *
 * <p>The thread owns the source. A batch belongs to this queue until it is taken, and to the taker
 * from then on. A native call cannot be interrupted: after {@link #close()} the thread ends when
 * the call that it is in returns, and closes what that brought.
 */
final class ReadAhead implements AutoCloseable {
  private final Supplier<? extends BatchSource> opener;
  private final long mostBytes;
  private final AnswerLimit limit;
  private final ScanCounters counters;
  private final Deque<FetchedBatch> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long takenBytes;
  private long lastBytes;
  private Throwable failure;
  private boolean hasBatch;
  private boolean ended;
  private boolean closed;

  private ReadAhead(
      Supplier<? extends BatchSource> opener,
      long mostBytes,
      AnswerLimit limit,
      ScanCounters counters) {
    this.opener = opener;
    this.mostBytes = mostBytes;
    this.limit = limit;
    this.counters = counters;
  }

  /**
   * Starts to fetch.
   *
   * @param opener makes the source, on the thread that uses it
   * @param mostBytes how many bytes of batches may wait to be taken
   * @param limit how long a batch is waited for
   * @param counters learn how long Spark waits, and how many bytes are held at most
   */
  static ReadAhead start(
      Supplier<? extends BatchSource> opener,
      long mostBytes,
      AnswerLimit limit,
      ScanCounters counters) {
    ReadAhead readAhead = new ReadAhead(opener, mostBytes, limit, counters);
    NativeThreads.execute("lancetrain-reader", readAhead::fetch);
    return readAhead;
  }

  private void fetch() {
    try {
      fetchAll();
    } catch (RuntimeException | Error failed) {
      failure = failed;
    } finally {
      end();
    }
  }

  /** Begins once more where the first answer was broken: later, batches would come twice. */
  private void fetchAll() {
    try {
      fetchFrom(opener);
    } catch (LanceException failed) {
      if (hasBatch || !limit.mayPass(failed)) {
        throw failed;
      }
      fetchFrom(opener);
    }
  }

  private void fetchFrom(Supplier<? extends BatchSource> source) {
    try (BatchSource batches = source.get()) {
      Optional<FetchedBatch> batch = Optional.empty();
      do {
        batch = awaitRoom() ? batches.next() : Optional.empty();
        batch.ifPresent(this::put);
      } while (batch.isPresent());
    }
  }

  /** Waits until one more batch as large as the last has room; false if none is wanted any more. */
  private synchronized boolean awaitRoom() {
    while (!closed && !waiting.isEmpty() && waitingBytes + lastBytes > mostBytes) {
      try {
        wait();
      } catch (InterruptedException stopped) {
        return false;
      }
    }
    return !closed;
  }

  private synchronized void put(FetchedBatch batch) {
    if (closed) {
      batch.close();
      return;
    }
    hasBatch = true;
    waiting.add(batch);
    waitingBytes += batch.bytes();
    lastBytes = batch.bytes();
    counters.add(ScanMetric.PEAK_BYTES, waitingBytes + takenBytes);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /**
   * The next batch, which the caller closes before it asks for another; empty at the end. What the
   * source threw is thrown as it is, after the batches before it.
   *
   * @throws io.lancetrain.spark.error.LanceException where the next batch did not come within the
   *     limit (LANCE_STORE_UNREACHABLE)
   */
  synchronized Optional<FetchedBatch> take() throws InterruptedException {
    long start = System.nanoTime();
    takenBytes = 0;
    long end = start + limit.duration().toNanos();
    while (waiting.isEmpty() && !ended) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw limit.exceeded("read");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    counters.add(ScanMetric.WAIT_TIME, System.nanoTime() - start);
    if (!waiting.isEmpty()) {
      FetchedBatch batch = waiting.remove();
      waitingBytes -= batch.bytes();
      takenBytes = batch.bytes();
      notifyAll();
      return Optional.of(batch);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    closed = true;
    waiting.forEach(FetchedBatch::close);
    waiting.clear();
    notifyAll();
  }
}
