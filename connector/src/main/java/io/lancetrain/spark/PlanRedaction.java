package io.lancetrain.spark;

import io.lancetrain.spark.storage.Secrets;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps secrets out of plans, and so out of the UI and the event log: Spark shows the options of a
 * write there, without the values of those that the session's expression finds.
 */
final class PlanRedaction {
  private static final String OPTIONS = "spark.sql.redaction.options.regex";

  private PlanRedaction() {}

  /** Lets the session's expression find the connector's secret options too, if it does not yet. */
  static void extend(SparkSession session) {
    String expression = session.conf().get(OPTIONS);
    if (!expression.contains(Secrets.OPTION_NAMES)) {
      session.conf().set(OPTIONS, expression + "|" + Secrets.OPTION_NAMES);
    }
  }
}
