package io.lancetrain.spark.metric;

import java.util.Arrays;

/** Bytes, the most that one task had. */
public final class PeakMetric extends NamedMetric {
  /** For Spark's UI. */
  public PeakMetric() {
    this("", "");
  }

  PeakMetric(String name, String description) {
    super(name, description);
  }

  @Override
  public String aggregateTaskMetrics(long[] values) {
    return ByteText.of(Arrays.stream(values).max().orElse(0));
  }
}
