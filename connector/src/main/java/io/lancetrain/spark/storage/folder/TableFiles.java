package io.lancetrain.spark.storage.folder;

import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.folder.DeletedFiles.NotDeleted;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a table, seen through Hadoop's file systems: Lance has no call that deletes a single
 * file.
 *
 * @since 0.1.0
 */
public final class TableFiles {
  /** After as many failures one after the other the rest would only take time to fail too. */
  private static final int FAILURES_IN_A_ROW = 3;

  private final TableUri table;
  private final List<String> deleted = new ArrayList<>();
  private final List<NotDeleted> notDeleted = new ArrayList<>();
  private int failuresInARow;

  private TableFiles(TableUri table) {
    this.table = table;
  }

  /**
   * Deletes files of a table, one by one, and gives up after three failures in a row. Never throws
   * for a file or a store that it could not deal with: the result says so.
   *
   * @param table the table
   * @param relativePaths paths within the table, such as {@code data/x.lance}
   * @param configuration Hadoop's; it is copied, not changed
   * @param settings how Lance reaches the store; they go before the configuration's
   */
  public static DeletedFiles deleteAll(
      TableUri table,
      List<String> relativePaths,
      Configuration configuration,
      StorageSettings settings) {
    TableFiles files = new TableFiles(table);
    if (!relativePaths.isEmpty()) {
      files.delete(relativePaths, configuration, settings);
    }
    return new DeletedFiles(files.deleted, files.notDeleted);
  }

  private void delete(List<String> paths, Configuration configuration, StorageSettings settings) {
    int done = 0;
    String reason = "not tried after " + FAILURES_IN_A_ROW + " failures in a row";
    try (FileSystem fileSystem = TableFolder.fileSystem(table, configuration, settings)) {
      while (done < paths.size() && failuresInARow < FAILURES_IN_A_ROW) {
        delete(fileSystem, paths.get(done));
        done++;
      }
    } catch (IOException | RuntimeException failure) {
      reason = reason(failure);
    }
    for (String path : paths.subList(done, paths.size())) {
      notDeleted.add(new NotDeleted(path, reason));
    }
  }

  private void delete(FileSystem fileSystem, String path) {
    List<String> segments = Arrays.asList(path.split("/", -1));
    if (segments.get(0).isEmpty() || segments.contains("..")) {
      notDeleted.add(new NotDeleted(path, "it is not a path within the table"));
      return;
    }
    try {
      Path file = new Path(table.hadoop() + "/" + path);
      if (fileSystem.delete(file, false) || !fileSystem.exists(file)) {
        deleted.add(path);
      } else {
        notDeleted.add(new NotDeleted(path, "the store did not delete it"));
      }
      failuresInARow = 0;
    } catch (IOException | RuntimeException failure) {
      notDeleted.add(new NotDeleted(path, reason(failure)));
      failuresInARow++;
    }
  }

  private static String reason(Exception failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
