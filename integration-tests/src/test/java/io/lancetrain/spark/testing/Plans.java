package io.lancetrain.spark.testing;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How Spark goes about a query. */
public final class Plans {
  private static final String GROUP = "spark.jobGroup.id";

  /** Listeners hear of jobs late, but in order. */
  private static final String LAST_JOB = "heard of last";

  private Plans() {}

  /** The physical plan. */
  public static String of(Dataset<Row> query) {
    return query.queryExecution().executedPlan().toString();
  }

  /** How many tasks an action starts. */
  public static int tasks(Runnable action) {
    SparkContext context = TestSession.shared().sparkContext();
    AtomicInteger tasks = new AtomicInteger();
    AtomicBoolean heardAll = new AtomicBoolean();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            if (LAST_JOB.equals(start.properties().getProperty(GROUP))) {
              heardAll.set(true);
            }
          }

          @Override
          public void onTaskStart(SparkListenerTaskStart start) {
            if (!heardAll.get()) {
              tasks.incrementAndGet();
            }
          }
        };
    RunningTasks.awaitEnd();
    context.addSparkListener(listener);
    try {
      action.run();
      context.setJobGroup(LAST_JOB, LAST_JOB, false);
      TestSession.shared().range(1).javaRDD().count();
      Eventually.await(heardAll::get);
      return tasks.get();
    } finally {
      context.clearJobGroup();
      context.removeSparkListener(listener);
    }
  }
}
