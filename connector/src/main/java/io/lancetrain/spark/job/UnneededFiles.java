package io.lancetrain.spark.job;

import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.storage.folder.DeletedFiles;
import io.lancetrain.spark.storage.folder.TableFiles;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of a write that no version needs: they are deleted, and the log names those that stay. */
public final class UnneededFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UnneededFiles.class);

  private UnneededFiles() {}

  /** Deletes files of a table; never throws for a store that does not. */
  public static void delete(
      TableLocation location, List<String> files, Configuration configuration) {
    DeletedFiles deletion =
        TableFiles.deleteAll(location.uri(), files, configuration, location.settings());
    if (!deletion.notDeleted().isEmpty()) {
      LOG.warn(
          "These files of a write to {}, which no version needs, could not be deleted: {}",
          location,
          deletion.notDeleted());
    }
  }

  /** Runs a deletion in a task, also where the interrupt that killed the task would stop it. */
  public static void undisturbed(Runnable deletion) {
    boolean killed = Thread.interrupted();
    try {
      deletion.run();
    } finally {
      if (killed) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
