package io.lancetrain.spark.job;

import io.lancetrain.spark.dataset.ApplicationTransaction;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;

/** What every commit of a Spark job says of itself in the table's history. */
public final class CommitProperties {
  private static final String JOB_GROUP = "spark.jobGroup.id";
  private static final String JOB_DESCRIPTION = "spark.job.description";

  private CommitProperties() {}

  /** The properties of the commit of a query. */
  static Map<String, String> of(
      SparkContext context, String queryId, String operation, CommitSettings settings) {
    Map<String, String> properties = of(context, operation, settings);
    properties.put("spark.query.id", queryId);
    return properties;
  }

  /**
   * The properties of one commit.
   *
   * @param operation what it does, in the words of the documentation
   */
  public static Map<String, String> of(
      SparkContext context, String operation, CommitSettings settings) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("spark.application.id", context.applicationId());
    properties.put("spark.application.name", context.appName());
    properties.put("spark.version", context.version());
    properties.put("operation", operation);
    putLocal(context, JOB_GROUP, properties);
    putLocal(context, JOB_DESCRIPTION, properties);
    settings.userMetadata().ifPresent(text -> properties.put("userMetadata", text));
    settings
        .application()
        .ifPresent(
            application -> {
              properties.put(
                  ApplicationTransaction.APPLICATION_PROPERTY, application.application());
              properties.put(
                  ApplicationTransaction.VERSION_PROPERTY, Long.toString(application.version()));
            });
    return properties;
  }

  private static void putLocal(SparkContext context, String key, Map<String, String> properties) {
    String value = context.getLocalProperty(key);
    if (value != null) {
      properties.put(key, value);
    }
  }
}
