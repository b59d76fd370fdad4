package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.StoreReads;
import io.lancetrain.spark.metric.ScanMetric;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What one task's reading came to, counted by the reader's thread and by Spark's. */
final class ScanCounters {
  private final Map<ScanMetric, Long> values = new EnumMap<>(ScanMetric.class);

  synchronized void add(ScanMetric metric, long value) {
    values.merge(metric, value, metric::combine);
  }

  void add(StoreReads reads) {
    add(ScanMetric.REQUESTS, reads.requests());
    add(ScanMetric.BYTES, reads.bytes());
  }

  void add(FetchedBatch batch) {
    add(ScanMetric.BATCHES, 1);
    add(ScanMetric.ROWS, batch.rows());
  }

  /** Adds what an earlier reader of the same task came to. */
  void add(CustomTaskMetric[] earlier) {
    for (CustomTaskMetric metric : earlier) {
      for (ScanMetric own : ScanMetric.values()) {
        if (own.metricName().equals(metric.name())) {
          add(own, metric.value());
        }
      }
    }
  }

  synchronized CustomTaskMetric[] current() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey().value(entry.getValue()))
        .toArray(CustomTaskMetric[]::new);
  }
}
