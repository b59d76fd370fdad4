package io.lancetrain.spark.storage;

import io.lancetrain.spark.storage.DeletedFiles.NotDeleted;
import java.io.IOException;
import java.net.URI;
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
  private TableFiles() {}

  /**
   * Deletes files of a table, one by one, and goes on after a failure. Never throws for a file or a
   * store that it could not deal with: the result says so.
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
    if (relativePaths.isEmpty()) {
      return new DeletedFiles(List.of(), List.of());
    }
    Configuration ofTable = S3aConfiguration.of(configuration, table, settings);
    List<String> deleted = new ArrayList<>();
    List<NotDeleted> notDeleted = new ArrayList<>();
    // A cached file system may have been made with other settings.
    try (FileSystem files = FileSystem.newInstance(URI.create(root(table)), ofTable)) {
      for (String path : relativePaths) {
        delete(files, table, path, deleted, notDeleted);
      }
    } catch (IOException | RuntimeException failure) {
      List<String> handled = new ArrayList<>(deleted);
      notDeleted.forEach(file -> handled.add(file.path()));
      relativePaths.stream()
          .filter(path -> !handled.contains(path))
          .forEach(path -> notDeleted.add(new NotDeleted(path, reason(failure))));
    }
    return new DeletedFiles(deleted, notDeleted);
  }

  private static String root(TableUri table) {
    return table.onS3() ? "s3a://" + table.bucket() + "/" : "file:///";
  }

  private static void delete(
      FileSystem files,
      TableUri table,
      String path,
      List<String> deleted,
      List<NotDeleted> notDeleted) {
    if (path.isEmpty()
        || Arrays.asList(path.split("/", -1)).contains("..")
        || path.startsWith("/")) {
      notDeleted.add(new NotDeleted(path, "it is not a path within the table"));
      return;
    }
    try {
      Path file = new Path(table.hadoop() + "/" + path);
      if (files.delete(file, false) || !files.exists(file)) {
        deleted.add(path);
      } else {
        notDeleted.add(new NotDeleted(path, "the store did not delete it"));
      }
    } catch (IOException | RuntimeException failure) {
      notDeleted.add(new NotDeleted(path, reason(failure)));
    }
  }

  private static String reason(Exception failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
