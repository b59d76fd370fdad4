package io.lancetrain.spark.storage.folder;

import java.util.List;

/**
 * What became of files that were to be deleted.
 *
 * @param deleted the paths, within the table, of files that are gone, also those that were before
 * @param notDeleted the files that may still be there
 * @since 0.1.0
 */
public record DeletedFiles(List<String> deleted, List<NotDeleted> notDeleted) {
  /** Copies both lists. */
  public DeletedFiles {
    deleted = List.copyOf(deleted);
    notDeleted = List.copyOf(notDeleted);
  }

  /**
   * A file that could not be deleted.
   *
   * @param path within the table
   * @param reason why, for a log or a message
   */
  public record NotDeleted(String path, String reason) {}
}
