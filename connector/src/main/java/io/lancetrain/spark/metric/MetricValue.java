package io.lancetrain.spark.metric;

import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** A value of a metric, by the metric's name. */
record MetricValue(String name, long value) implements CustomTaskMetric {}
