package io.lancetrain.spark.metric;

import java.util.Locale;

/** Times in nanoseconds, added up. */
public final class TimeMetric extends NamedMetric {
  /** For Spark's UI. */
  public TimeMetric() {
    this("", "");
  }

  TimeMetric(String name, String description) {
    super(name, description);
  }

  @Override
  public String aggregateTaskMetrics(long[] values) {
    return String.format(Locale.ROOT, "%.3f s", sum(values) / 1e9);
  }
}
