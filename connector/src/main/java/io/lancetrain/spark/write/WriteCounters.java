package io.lancetrain.spark.write;

import io.lancetrain.spark.metric.WriteMetric;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What a write came to so far, counted by the native writer's thread and by Spark's. */
final class WriteCounters {
  private final Map<WriteMetric, Long> values = new EnumMap<>(WriteMetric.class);

  synchronized void add(WriteMetric metric, long value) {
    values.merge(metric, value, Long::sum);
  }

  synchronized void set(WriteMetric metric, long value) {
    values.put(metric, value);
  }

  synchronized CustomTaskMetric[] current() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey().value(entry.getValue()))
        .toArray(CustomTaskMetric[]::new);
  }
}
