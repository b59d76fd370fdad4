package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.job.WrittenByTask;
import io.lancetrain.spark.predicate.ComparableValue;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What all tasks wrote.
 *
 * @param fragments in the order of the tasks
 * @param groups the groups of the rows, where they are watched
 * @param earlierAttempts how many attempts at the same rows were begun before
 */
record Written(WrittenFragments fragments, Set<List<ComparableValue>> groups, int earlierAttempts) {
  /** From the messages of the tasks; null for those that did not come to their end. */
  static Written of(WriterCommitMessage... messages) {
    List<WriterCommitMessage> all = Arrays.stream(messages).filter(Objects::nonNull).toList();
    Set<List<ComparableValue>> groups = new LinkedHashSet<>();
    for (WriterCommitMessage message : all) {
      if (message instanceof WatchedByTask watched) {
        groups.addAll(watched.groups());
      }
    }
    List<WrittenByTask> tasks = all.stream().map(Written::ofTask).toList();
    return new Written(
        WrittenFragments.concat(tasks.stream().map(WrittenByTask::fragments).toList()),
        groups,
        tasks.stream().mapToInt(WrittenByTask::earlierAttempts).sum());
  }

  private static WrittenByTask ofTask(WriterCommitMessage message) {
    return message instanceof WatchedByTask watched
        ? ofTask(watched.written())
        : (WrittenByTask) message;
  }
}
