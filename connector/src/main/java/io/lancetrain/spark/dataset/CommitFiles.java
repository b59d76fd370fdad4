package io.lancetrain.spark.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that the tries of a commit make, relative to the table's folder, and which of them a
 * version names.
 */
final class CommitFiles {
  private final List<String> deletionFiles = new ArrayList<>();
  private final List<String> transactionFiles = new ArrayList<>();
  private int deletionFilesOfEarlierTries;
  private List<String> named = List.of();

  /** What is made from here on is the next try's. */
  void beginTry() {
    deletionFilesOfEarlierTries = deletionFiles.size();
  }

  /** Gets the names of deletion files that are written. */
  List<String> deletionFiles() {
    return deletionFiles;
  }

  /** A transaction is sent, which Lance writes to a file of its own. */
  void addTransaction(long readVersion, String uuid) {
    transactionFiles.add("_transactions/" + readVersion + "-" + uuid + ".txn");
  }

  /** The last try is in: the version names the files of that. */
  void lastTryLanded() {
    landed(deletionFilesOfEarlierTries, transactionFiles.size() - 1);
  }

  /** One of the tries is in, and it cannot be told which: all files stay. */
  void someTryLanded() {
    landed(0, 0);
  }

  private void landed(int firstDeletionFile, int firstTransactionFile) {
    List<String> files =
        new ArrayList<>(deletionFiles.subList(firstDeletionFile, deletionFiles.size()));
    files.addAll(transactionFiles.subList(firstTransactionFile, transactionFiles.size()));
    named = files;
  }

  /** Those that no version names. */
  List<String> unnamed() {
    return Stream.concat(deletionFiles.stream(), transactionFiles.stream())
        .distinct()
        .filter(file -> !named.contains(file))
        .toList();
  }
}
