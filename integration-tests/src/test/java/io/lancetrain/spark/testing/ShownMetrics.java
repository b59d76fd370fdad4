package io.lancetrain.spark.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.execution.ui.SQLAppStatusStore;
import org.apache.spark.sql.execution.ui.SQLExecutionUIData;
import org.apache.spark.sql.execution.ui.SQLPlanMetric;
import scala.collection.JavaConverters;

/** What Spark's UI shows of the connector's metrics. */
public final class ShownMetrics {
  private ShownMetrics() {}

  /** The metrics of the one query that an action runs, by name, as the status store shows them. */
  public static Map<String, String> of(Runnable action) {
    SQLAppStatusStore store = TestSession.shared().sharedState().statusStore();
    RunningTasks.awaitEnd();
    long before = store.executionsCount();
    action.run();
    Eventually.await(() -> store.executionsCount() > before && last(store).metricValues() != null);
    SQLExecutionUIData execution = last(store);
    Map<Object, String> values =
        new HashMap<>(JavaConverters.mapAsJavaMap(store.executionMetrics(execution.executionId())));
    Map<String, String> shown = new HashMap<>();
    for (SQLPlanMetric metric : JavaConverters.seqAsJavaList(execution.metrics())) {
      if (metric.metricType().startsWith("v2Custom_")) {
        shown.put(metric.name(), values.get(metric.accumulatorId()));
      }
    }
    return shown;
  }

  private static SQLExecutionUIData last(SQLAppStatusStore store) {
    List<SQLExecutionUIData> all = JavaConverters.seqAsJavaList(store.executionsList());
    return all.get(all.size() - 1);
  }
}
