package io.lancetrain.spark.metric;

import java.util.Arrays;
import java.util.Objects;
import org.apache.spark.sql.connector.metric.CustomMetric;

/**
 * A metric with its name and one way to show the values of all tasks.
 *
 * <p>Spark's UI knows a metric by the name of its class: it makes an object with the constructor
 * without arguments and asks it for {@link #aggregateTaskMetrics} only. So there is a class for
 * each way to show values, and not for each metric.
 */
abstract class NamedMetric implements CustomMetric {
  private final String name;
  private final String description;

  NamedMetric(String name, String description) {
    this.name = name;
    this.description = description;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return description;
  }

  static long sum(long[] values) {
    return Arrays.stream(values).sum();
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof NamedMetric that
        && getClass() == that.getClass()
        && name.equals(that.name);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(getClass(), name);
  }

  @Override
  public final String toString() {
    return name;
  }
}
