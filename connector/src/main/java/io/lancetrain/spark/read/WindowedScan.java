package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.NativeThreads;
import io.lancetrain.spark.dataset.ScanRequest;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.dataset.TableVersion;
import io.lancetrain.spark.error.TableErrors;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Known ranges of rows, read by one native scan after another: a window of rows each, so that what
 * is in flight natively is bounded. Each has to bring exactly the rows of its window.
 *
 * <p>While the batches of a window are taken the next one begins, so that nobody waits for the
 * store between them. Two windows at most are open, and only one where a single row is more than a
 * window should be.
 */
final class WindowedScan implements BatchSource {
  private final TableVersion version;
  private final ScanRequest request;
  private final Iterator<RowRange> ranges;
  private final BatchSizes sizes;
  private final ScanCounters counters;
  private RowRange range = new RowRange(0, 0);
  private long begun;
  private Optional<Window> window = Optional.empty();
  private Optional<Window> following = Optional.empty();

  /**
   * A scan of some rows.
   *
   * @param request what to read of each of them; its rows and batch rows are set for each window
   * @param ranges the rows, counted over all fragments of the request
   */
  WindowedScan(
      TableVersion version,
      ScanRequest request,
      List<RowRange> ranges,
      BatchSizes sizes,
      ScanCounters counters) {
    this.version = version;
    this.request = request;
    this.ranges = ranges.iterator();
    this.sizes = sizes;
    this.counters = counters;
  }

  @Override
  public Optional<FetchedBatch> next() {
    while (isOpen()) {
      Optional<FetchedBatch> batch = window.orElseThrow().next();
      if (batch.isPresent()) {
        sizes.observe(batch.get());
        beginFollowing();
        return batch;
      }
      finishWindow();
    }
    return Optional.empty();
  }

  /** Whether there is a window to read from; the first is opened on the caller's thread. */
  private boolean isOpen() {
    if (window.isEmpty()) {
      window = following;
      following = Optional.empty();
    }
    if (window.isEmpty() && hasMoreRows()) {
      window = Optional.of(begin(Runnable::run));
    }
    return window.isPresent();
  }

  /** By now it is known how wide a row is, and so how many rows the next window takes. */
  private void beginFollowing() {
    if (following.isEmpty() && sizes.windowsFit() && hasMoreRows()) {
      following = Optional.of(begin(work -> NativeThreads.execute("lancetrain-window", work)));
    }
  }

  private boolean hasMoreRows() {
    if (begun == range.limit() && ranges.hasNext()) {
      range = ranges.next();
      begun = 0;
    }
    return begun < range.limit();
  }

  private Window begin(Executor executor) {
    RowRange rows =
        new RowRange(range.offset() + begun, Math.min(sizes.windowRows(), range.limit() - begun));
    begun += rows.limit();
    ScanRequest ofWindow = request.of(rows, sizes.batchRows());
    return new Window(rows.limit(), () -> new WholeScan(version, ofWindow, counters), executor);
  }

  private void finishWindow() {
    Window finished = window.orElseThrow();
    window = Optional.empty();
    finished.close();
    if (finished.received() != finished.rows()) {
      throw TableErrors.otherRowCount(
          version.location().toString(),
          version.number(),
          request.fragments(),
          finished.rows(),
          finished.received());
    }
  }

  @Override
  public void close() {
    window.ifPresent(Window::close);
    window = Optional.empty();
    following.ifPresent(Window::close);
    following = Optional.empty();
  }
}
