package io.lancetrain.spark.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * The tasks of the shared session. Spark reports a failed job before it has stopped the other tasks
 * of it: these may still begin a file, and delete it at their end.
 *
 * <p>They are counted here, since Spark's status tracker is up to a tenth of a second behind.
 */
public final class RunningTasks extends SparkListener {
  private static final RunningTasks OF_SHARED_SESSION = new RunningTasks();

  private final Set<Long> running = ConcurrentHashMap.newKeySet();

  private RunningTasks() {}

  static void listenTo(SparkContext context) {
    context.addSparkListener(OF_SHARED_SESSION);
  }

  /**
   * Waits until none is left: what they leave may be looked at then, and a listener that is added
   * then hears nothing of them.
   *
   * @throws AssertionError where one does not end
   */
  public static void awaitEnd() {
    try {
      TestSession.shared().sparkContext().listenerBus().waitUntilEmpty();
    } catch (TimeoutException stuck) {
      throw new AssertionError("the listeners of Spark have not heard all events", stuck);
    }
    Eventually.await(OF_SHARED_SESSION.running::isEmpty);
    if (!OF_SHARED_SESSION.running.isEmpty()) {
      throw new AssertionError("tasks that do not end: " + OF_SHARED_SESSION.running);
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    running.add(start.taskInfo().taskId());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
  }
}
