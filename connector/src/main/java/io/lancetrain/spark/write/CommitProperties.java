package io.lancetrain.spark.write;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;

/** What every commit of a Spark job says of itself in the table's history. */
final class CommitProperties {
  private CommitProperties() {}

  static Map<String, String> of(SparkContext context, String queryId) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("spark.application.id", context.applicationId());
    properties.put("spark.application.name", context.appName());
    properties.put("spark.query.id", queryId);
    properties.put("spark.version", context.version());
    return properties;
  }
}
