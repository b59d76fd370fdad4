package io.lancetrain.spark.metric;

/** Bytes, added up. */
public final class BytesMetric extends NamedMetric {
  /** For Spark's UI. */
  public BytesMetric() {
    this("", "");
  }

  BytesMetric(String name, String description) {
    super(name, description);
  }

  @Override
  public String aggregateTaskMetrics(long[] values) {
    return ByteText.of(sum(values));
  }
}
