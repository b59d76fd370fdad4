package io.lancetrain.spark.metric;

import java.util.Arrays;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * Every metric of a write. The values of all tasks are added up, but for the peak, of which the
 * greatest counts.
 *
 * <p>Spark 3.5 asks a task for its values for the last time before the task commits: what the last
 * files come to is in the log, and in the output size of the stage. lance-core encodes and uploads
 * in one call and does not tell its retries.
 */
public enum WriteMetric {
  ROWS("rowsWritten", "rows to Lance", MetricKind.COUNT),
  BATCHES("batchesWritten", "batches to Lance", MetricKind.COUNT),
  BYTES("bytesToLance", "bytes to Lance, before encoding", MetricKind.BYTES),
  ENCODE_TIME("encodeTime", "time to encode and upload", MetricKind.TIME),
  IDLE_TIME("writerIdleTime", "time that Lance waited for rows", MetricKind.TIME),
  WAIT_TIME("writeWaitTime", "time that Spark waited for Lance", MetricKind.TIME),
  PEAK_BYTES("peakWriteBytes", "peak of bytes in native batches", MetricKind.PEAK),
  FILES("filesWritten", "files", MetricKind.COUNT),
  FILE_BYTES("fileBytesWritten", "bytes of the files", MetricKind.BYTES);

  private final String metricName;
  private final String description;
  private final MetricKind kind;

  WriteMetric(String metricName, String description, MetricKind kind) {
    this.metricName = metricName;
    this.description = description;
    this.kind = kind;
  }

  /** All of them, as a write declares them to Spark. */
  public static CustomMetric[] declared() {
    return Arrays.stream(values())
        .map(metric -> metric.kind.declaration(metric.metricName, metric.description))
        .toArray(CustomMetric[]::new);
  }

  /** A value of one task or of the driver; times are in nanoseconds. */
  public CustomTaskMetric value(long value) {
    return new MetricValue(metricName, value);
  }

  /** The value of two parts of one task. */
  public long combine(long first, long second) {
    return kind.combine(first, second);
  }
}
