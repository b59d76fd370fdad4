package io.lancetrain.spark.metric;

import java.util.Arrays;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * Every metric of a scan. The values of all tasks are added up, but for the peak, of which the
 * greatest counts.
 */
public enum ScanMetric {
  FRAGMENTS_PLANNED("fragmentsPlanned", "fragments to read", MetricKind.COUNT),
  FRAGMENTS_PRUNED("fragmentsPruned", "fragments left out", MetricKind.COUNT),
  ROWS("rowsFetched", "rows from Lance", MetricKind.COUNT),
  BATCHES("batches", "batches from Lance", MetricKind.COUNT),
  REQUESTS("requests", "requests to the store", MetricKind.COUNT),
  BYTES("bytesRead", "bytes from the store", MetricKind.BYTES),
  OPEN_TIME("openTime", "time to open the scans", MetricKind.TIME),
  FETCH_TIME("fetchTime", "time to fetch and decode", MetricKind.TIME),
  WAIT_TIME("waitTime", "time that Spark waited for batches", MetricKind.TIME),
  PEAK_BYTES("peakNativeBytes", "peak of bytes in native batches", MetricKind.PEAK);

  private final String metricName;
  private final String description;
  private final MetricKind kind;

  ScanMetric(String metricName, String description, MetricKind kind) {
    this.metricName = metricName;
    this.description = description;
    this.kind = kind;
  }

  /** All of them, as a scan declares them to Spark. */
  public static CustomMetric[] declared() {
    return Arrays.stream(values()).map(ScanMetric::declaration).toArray(CustomMetric[]::new);
  }

  private CustomMetric declaration() {
    return kind.declaration(metricName, description);
  }

  /** The name under which its values come. */
  public String metricName() {
    return metricName;
  }

  /** A value of one task or of the driver; times are in nanoseconds. */
  public CustomTaskMetric value(long value) {
    return new MetricValue(metricName, value);
  }

  /** The value of two readers that follow each other in one task. */
  public long combine(long first, long second) {
    return kind.combine(first, second);
  }
}
