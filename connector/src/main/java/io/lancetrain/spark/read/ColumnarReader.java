package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.AnswerLimit;
import io.lancetrain.spark.dataset.OffHeapReservation;
import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.ScanRequest;
import io.lancetrain.spark.dataset.ScanRequest.AddressRange;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * One task's slice, batch by batch. A batch lies in native memory and is valid until the next one.
 *
 * <p>It owns the batch that Spark works on, the read-ahead and what that reserves.
 */
final class ColumnarReader implements PartitionReader<ColumnarBatch> {
  private final ScanSpec spec;
  private final ScanCounters counters = new ScanCounters();
  private final OffHeapReservation reservation;
  private final ReadAhead readAhead;
  private final BatchView view;
  private Optional<FetchedBatch> batch = Optional.empty();

  ColumnarReader(ScanSpec spec, ScanPartition partition, RowWidth width) {
    this.spec = spec;
    this.view = new BatchView(spec);
    ScanRequest request =
        new ScanRequest(
            spec.dataColumns(),
            spec.metadataColumns(),
            partition.slice().fragments(),
            partition.slice().rows(),
            filter(spec, partition),
            spec.firstOfTask(),
            spec.aggregation(),
            width.batchRows(spec.settings().batchBytes()));
    List<RowRange> ranges =
        spec.isCountable() && request.filter().isNone() ? partition.ranges() : List.of();
    this.reservation =
        OffHeapReservation.take(TaskContext.get().taskMemoryManager(), wantedBytes(ranges, width));
    BatchSizes sizes = new BatchSizes(width, spec.settings().batchBytes(), reservation.bytes());
    this.readAhead =
        ReadAhead.start(
            source(request, ranges, sizes),
            sizes.share(),
            AnswerLimit.of(spec.version().location()),
            counters);
  }

  private static RowFilter filter(ScanSpec spec, ScanPartition partition) {
    RowFilter filter = spec.filter().and(partition.runtimeFilter());
    return filter.isNone() && !(partition.slice().rows() instanceof AddressRange)
        ? filter
        : filter.and(spec.wholeColumns());
  }

  private long wantedBytes(List<RowRange> ranges, RowWidth width) {
    long most = spec.settings().readAheadBytes();
    long rows = ranges.stream().mapToLong(RowRange::limit).sum();
    return ranges.isEmpty() ? most : Math.min(most, rows * width.widest());
  }

  private Supplier<BatchSource> source(
      ScanRequest request, List<RowRange> ranges, BatchSizes sizes) {
    return () ->
        ranges.isEmpty()
            ? new WholeScan(spec.version(), request, counters)
            : new WindowedScan(spec.version(), request, ranges, sizes, counters);
  }

  @Override
  public boolean next() throws IOException {
    closeBatch();
    try {
      batch = readAhead.take();
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
      throw new IOException("The task was killed while it read " + spec.version(), killed);
    }
    return batch.isPresent();
  }

  @Override
  public ColumnarBatch get() {
    return view.of(batch.orElseThrow());
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return counters.current();
  }

  @Override
  public void initMetricsValues(CustomTaskMetric[] earlier) {
    counters.add(earlier);
  }

  private void closeBatch() {
    batch.ifPresent(FetchedBatch::close);
    batch = Optional.empty();
  }

  @Override
  public void close() {
    closeBatch();
    readAhead.close();
    reservation.close();
  }
}
