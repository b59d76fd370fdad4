package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ScanRequest;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.dataset.TableVersion;
import io.lancetrain.spark.error.TableErrors;
import java.util.Optional;

/**
 * A known number of rows, read by one native scan after another: a window of rows each, so that
 * what is in flight natively is bounded. Each has to bring exactly the rows of its window.
 */
final class WindowedScan implements BatchSource {
  private final TableVersion version;
  private final ScanRequest request;
  private final RowRange range;
  private final BatchSizes sizes;
  private final ScanCounters counters;
  private Optional<WholeScan> window = Optional.empty();
  private long windowRows;
  private long windowReceived;
  private long done;

  /**
   * A scan of some rows.
   *
   * @param request what to read of each of them; its rows and batch rows are set for each window
   * @param range the rows, counted over all fragments of the request
   */
  WindowedScan(
      TableVersion version,
      ScanRequest request,
      RowRange range,
      BatchSizes sizes,
      ScanCounters counters) {
    this.version = version;
    this.request = request;
    this.range = range;
    this.sizes = sizes;
    this.counters = counters;
  }

  @Override
  public Optional<FetchedBatch> next() {
    while (window.isPresent() || done < range.limit()) {
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
