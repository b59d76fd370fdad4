package io.lancetrain.spark.metric;

import java.util.Arrays;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.Write;

/**
 * Every metric of a write. The values of all tasks are added up, but for the peak, of which the
 * greatest counts.
 *
 * <p>Spark asks a task for its values for the last time before the task commits, when its files are
 * not complete: what they come to the driver tells. On Spark 3.5, which does not ask the driver, it
 * is in the log and in the output size of the stage. lance-core encodes and uploads in one call and
 * does not tell its retries.
 */
public enum WriteMetric {
  ROWS("rowsWritten", "rows to Lance", MetricKind.COUNT),
  BATCHES("batchesWritten", "batches to Lance", MetricKind.COUNT),
  BYTES("bytesToLance", "bytes to Lance, before encoding", MetricKind.BYTES),
  ENCODE_TIME("encodeTime", "time to encode and upload", MetricKind.TIME),
  IDLE_TIME("writerIdleTime", "time that Lance waited for rows", MetricKind.TIME),
  WAIT_TIME("writeWaitTime", "time that Spark waited for Lance", MetricKind.TIME),
  PEAK_BYTES("peakWriteBytes", "peak of bytes in native batches", MetricKind.PEAK),
  FILES("filesWritten", "files", MetricKind.COUNT, Source.DRIVER),
  FILE_BYTES("fileBytesWritten", "bytes of the files", MetricKind.BYTES, Source.DRIVER);

  private static final boolean DRIVER_IS_ASKED = driverIsAsked();

  private enum Source {
    TASK,
    /** Spark asks the driver of a write from 4.0 on. */
    DRIVER
  }

  private final String metricName;
  private final String description;
  private final MetricKind kind;
  private final Source source;

  WriteMetric(String metricName, String description, MetricKind kind) {
    this(metricName, description, kind, Source.TASK);
  }

  WriteMetric(String metricName, String description, MetricKind kind, Source source) {
    this.metricName = metricName;
    this.description = description;
    this.kind = kind;
    this.source = source;
  }

  /** All of them, as a write declares them to Spark. */
  public static CustomMetric[] declared() {
    return Arrays.stream(values())
        .filter(WriteMetric::isShown)
        .map(metric -> metric.kind.declaration(metric.metricName, metric.description))
        .toArray(CustomMetric[]::new);
  }

  /** A value of one task or of the driver; times are in nanoseconds. */
  public CustomTaskMetric value(long value) {
    return new MetricValue(metricName, value);
  }

  private boolean isShown() {
    return source == Source.TASK || DRIVER_IS_ASKED;
  }

  private static boolean driverIsAsked() {
    return Arrays.stream(Write.class.getMethods())
        .anyMatch(method -> method.getName().equals("reportDriverMetrics"));
  }
}
