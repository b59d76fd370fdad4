package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.NativeThreads;
import io.lancetrain.spark.dataset.ScanRequest;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.dataset.TableVersion;
import io.lancetrain.spark.error.TableErrors;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Known ranges of rows, read by one native scan after another: a window of rows each, so that what
 * is in flight natively is bounded. Each has to bring exactly the rows of its window.
 *
 * <p>While the batches of a window are taken the next ones are on their way, so that nobody waits
 * for the store between them; only one is open where a single row is more than a window should be.
 */
final class WindowedScan implements BatchSource {
  /** How many windows are open at once, at most. */
  static final int MOST_WINDOWS = 2;

  private final TableVersion version;
  private final ScanRequest request;
  private final Iterator<RowRange> ranges;
  private final BatchSizes sizes;
  private final ScanCounters counters;
  private final Deque<Window> windows = new ArrayDeque<>();
  private RowRange range = new RowRange(0, 0);
  private long begun;

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
      beginFollowing();
      Optional<FetchedBatch> batch = windows.element().next();
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
    if (windows.isEmpty() && hasMoreRows()) {
      windows.add(begin(Runnable::run));
    }
    return !windows.isEmpty();
  }

  /**
   * Begins the next windows with the one before them, and not only when that answers: all are on
   * their way then. The first has to answer before, since it tells how wide a row is, and so how
   * many rows a window takes.
   */
  private void beginFollowing() {
    while (windows.size() < MOST_WINDOWS
        && sizes.areKnown()
        && sizes.windowsFit()
        && hasMoreRows()) {
      windows.add(begin(work -> NativeThreads.execute("lancetrain-window", work)));
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
    Window finished = windows.remove();
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
    windows.forEach(Window::close);
    windows.clear();
  }
}
