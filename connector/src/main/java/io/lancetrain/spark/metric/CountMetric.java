package io.lancetrain.spark.metric;

import java.text.NumberFormat;
import java.util.Locale;

/** A number of things, added up. */
public final class CountMetric extends NamedMetric {
  /** For Spark's UI. */
  public CountMetric() {
    this("", "");
  }

  CountMetric(String name, String description) {
    super(name, description);
  }

  @Override
  public String aggregateTaskMetrics(long[] values) {
    return NumberFormat.getIntegerInstance(Locale.ROOT).format(sum(values));
  }
}
