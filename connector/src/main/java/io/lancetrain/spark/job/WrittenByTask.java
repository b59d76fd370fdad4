package io.lancetrain.spark.job;

import io.lancetrain.spark.dataset.WrittenFragments;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task tells the driver.
 *
 * @param fragments the fragments that it wrote
 * @param earlierAttempts how many attempts at the same rows were begun before, of the task and of
 *     its stage; they may have left files
 */
public record WrittenByTask(WrittenFragments fragments, int earlierAttempts)
    implements WriterCommitMessage {

  /** What the task that runs on this thread has written. */
  public static WrittenByTask of(WrittenFragments fragments) {
    TaskContext task = TaskContext.get();
    return new WrittenByTask(fragments, task.attemptNumber() + task.stageAttemptNumber());
  }
}
