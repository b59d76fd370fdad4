package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.NativeScan;
import io.lancetrain.spark.dataset.ScanRequest;
import io.lancetrain.spark.dataset.TableVersion;
import io.lancetrain.spark.metric.ScanMetric;
import java.util.Optional;

/** One native scan, whose time and batches are counted. */
final class WholeScan implements BatchSource {
  private final NativeScan scan;
  private final ScanCounters counters;

  WholeScan(TableVersion version, ScanRequest request, ScanCounters counters) {
    long start = System.nanoTime();
    this.scan = NativeScan.start(version, request);
    this.counters = counters;
    counters.add(ScanMetric.OPEN_TIME, System.nanoTime() - start);
  }

  @Override
  public Optional<FetchedBatch> next() {
    long start = System.nanoTime();
    Optional<FetchedBatch> batch = scan.next().map(FetchedBatch::of);
    counters.add(ScanMetric.FETCH_TIME, System.nanoTime() - start);
    batch.ifPresent(counters::add);
    return batch;
  }

  @Override
  public void close() {
    counters.add(scan.reads());
    scan.close();
  }
}
