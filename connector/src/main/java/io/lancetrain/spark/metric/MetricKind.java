package io.lancetrain.spark.metric;

import org.apache.spark.sql.connector.metric.CustomMetric;

/** What the values of a metric are, and so how they are shown and combined. */
enum MetricKind {
  COUNT,
  BYTES,
  TIME,
  PEAK;

  CustomMetric declaration(String name, String description) {
    return switch (this) {
      case COUNT -> new CountMetric(name, description);
      case BYTES -> new BytesMetric(name, description);
      case TIME -> new TimeMetric(name, description);
      case PEAK -> new PeakMetric(name, description);
    };
  }

  long combine(long first, long second) {
    return this == PEAK ? Math.max(first, second) : first + second;
  }
}
