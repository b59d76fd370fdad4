package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ScanRequest;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.dataset.TableVersion;
import io.lancetrain.spark.error.TableErrors;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Known ranges of rows, read by one native scan after another: a window of rows each, so that what
 * is in flight natively is bounded. Each has to bring exactly the rows of its window.
 */
final class WindowedScan implements BatchSource {
  private final TableVersion version;
  private final ScanRequest request;
  private final Iterator<RowRange> ranges;
  private final BatchSizes sizes;
  private final ScanCounters counters;
  private RowRange range = new RowRange(0, 0);
  private Optional<WholeScan> window = Optional.empty();
  private long windowRows;
  private long windowReceived;
  private long done;

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
    while (window.isPresent() || hasMoreRows()) {
      if (window.isEmpty()) {
        openWindow();
      }
      Optional<FetchedBatch> batch = window.get().next();
      if (batch.isPresent()) {
        windowReceived += batch.get().rows();
        sizes.observe(batch.get());
        return batch;
      }
      finishWindow();
    }
    return Optional.empty();
  }

  private boolean hasMoreRows() {
    if (done == range.limit() && ranges.hasNext()) {
      range = ranges.next();
      done = 0;
    }
    return done < range.limit();
  }

  private void openWindow() {
    windowRows = Math.min(sizes.windowRows(), range.limit() - done);
    windowReceived = 0;
    RowRange rows = new RowRange(range.offset() + done, windowRows);
    window = Optional.of(new WholeScan(version, request.of(rows, sizes.batchRows()), counters));
  }

  private void finishWindow() {
    close();
    if (windowReceived != windowRows) {
      throw TableErrors.otherRowCount(
          version.location().toString(),
          version.number(),
          request.fragments(),
          windowRows,
          windowReceived);
    }
    done += windowRows;
  }

  @Override
  public void close() {
    Optional<WholeScan> open = window;
    window = Optional.empty();
    open.ifPresent(WholeScan::close);
  }
}
