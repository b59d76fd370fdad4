package io.lancetrain.spark.storage.folder;

import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.folder.DeletedFiles.NotDeleted;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** S3A asks a store three times for each file (HEAD, DELETE, LIST), and waits for each answer. */
  private static final int AT_ONCE = 16;

  private final TableUri table;
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Map<String, String> reasons = new ConcurrentHashMap<>();
  private final AtomicInteger failuresInARow = new AtomicInteger();

  private TableFiles(TableUri table) {
    this.table = table;
  }

  /**
   * Deletes files of a table, sixteen at once, and gives up after three failures in a row. Never
   * throws for a file or a store that it could not deal with: the result says so. Who is
   * interrupted waits on, since what is not deleted now stays.
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
    String reason =
        relativePaths.isEmpty() ? "" : files.delete(relativePaths, configuration, settings);
    return new DeletedFiles(
        relativePaths.stream().filter(files.deleted::contains).toList(),
        relativePaths.stream()
            .filter(path -> !files.deleted.contains(path))
            .map(path -> new NotDeleted(path, files.reasons.getOrDefault(path, reason)))
            .toList());
  }

  /** Deletes what it can; gives the reason for those that were not tried. */
  private String delete(List<String> paths, Configuration configuration, StorageSettings settings) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, paths.size()));
    try (FileSystem fileSystem = TableFolder.fileSystem(table, configuration, settings)) {
      CompletableFuture.allOf(
              paths.stream()
                  .map(path -> CompletableFuture.runAsync(() -> attempt(fileSystem, path), threads))
                  .toArray(CompletableFuture[]::new))
          .join();
      return "not tried after " + FAILURES_IN_A_ROW + " failures in a row";
    } catch (IOException | RuntimeException failure) {
      return reason(failure);
    } finally {
      threads.shutdown();
    }
  }

  private void attempt(FileSystem fileSystem, String path) {
    if (failuresInARow.get() < FAILURES_IN_A_ROW) {
      delete(fileSystem, path);
    }
  }

  private void delete(FileSystem fileSystem, String path) {
    List<String> segments = Arrays.asList(path.split("/", -1));
    if (segments.get(0).isEmpty() || segments.contains("..")) {
      reasons.put(path, "it is not a path within the table");
      return;
    }
    try {
      Path file = new Path(table.hadoop() + "/" + path);
      if (fileSystem.delete(file, false) || !fileSystem.exists(file)) {
        deleted.add(path);
      } else {
        reasons.put(path, "the store did not delete it");
      }
      failuresInARow.set(0);
    } catch (IOException | RuntimeException failure) {
      reasons.put(path, reason(failure));
      failuresInARow.incrementAndGet();
    }
  }

  private static String reason(Exception failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
