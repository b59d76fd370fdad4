package io.lancetrain.spark.batch;

import io.lancetrain.spark.metric.WriteMetric;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What a write came to so far, counted by the native writer's thread and by Spark's. */
public final class WriteCounters {
  private final Map<WriteMetric, Long> values = new EnumMap<>(WriteMetric.class);

  /** Counts this much more. */
  public synchronized void add(WriteMetric metric, long value) {
    values.merge(metric, value, Long::sum);
  }

  /** What it came to so far, in place of what was counted. */
  public synchronized void set(WriteMetric metric, long value) {
    values.put(metric, value);
  }

  /** All that was counted, as Spark asks for it. */
  public synchronized CustomTaskMetric[] current() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey().value(entry.getValue()))
        .toArray(CustomTaskMetric[]::new);
  }
}
