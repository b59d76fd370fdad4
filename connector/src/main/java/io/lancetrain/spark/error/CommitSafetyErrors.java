package io.lancetrain.spark.error;

import java.io.IOException;

/** Errors where a store, or a lock in its place, cannot keep two commits apart. */
public final class CommitSafetyErrors {
  private CommitSafetyErrors() {}

  /** A store that makes a key twice where it should refuse the second. */
  public static LanceException keyMadeTwice(String table, String endpoint) {
    return ErrorText.of(ErrorCondition.LANCE_UNSAFE_STORE)
        .with("table", table)
        .with("endpoint", endpoint)
        .says(
            "Cannot write to {table}: the store at {endpoint} let two writers at once make the same"
                + " version, so that one commit could replace another. Nothing was written. Use a"
                + " store that honours If-None-Match: * on a PUT, or let all writers of the table"
                + " take turns by storage.commit.lock=file:///SHARED/FOLDER; only where there is one"
                + " writer alone, leave the check out with storage.commit.probe=false.");
  }

  /** A store of which nothing shows that it ever refuses to make a key. */
  public static LanceException commitsNotRefused(String table, String endpoint, int writers) {
    return ErrorText.of(ErrorCondition.LANCE_UNSAFE_STORE)
        .with("table", table)
        .with("endpoint", endpoint)
        .with("writers", writers)
        .says(
            "Cannot write to {table}: of {writers} commits at the same moments the store at"
                + " {endpoint} refused none, so nothing shows that it makes a key only once."
                + " Nothing was written. Run the job again; if that does not help, let all writers"
                + " of the table take turns by storage.commit.lock=file:///SHARED/FOLDER, or leave"
                + " the check out with storage.commit.probe=false.");
  }

  /** A thread that was interrupted while it asked a store. */
  public static LanceException probeStopped(String table, InterruptedException cause) {
    return ErrorText.of(ErrorCondition.LANCE_STORE_UNREACHABLE)
        .with("table", table)
        .causedBy(cause)
        .says(
            "Cannot write to {table}: the job was stopped while its store was asked whether commits"
                + " are safe there. Nothing was written.");
  }

  /** The folder of a file-based lock. */
  public static LanceException lockFolder(String table, String folder, IOException cause) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .with("folder", folder)
        .with("reason", cause.getClass().getSimpleName() + ": " + cause.getMessage())
        .causedBy(cause)
        .says(
            "Cannot commit to {table}: no lock can be taken in the folder {folder} of option"
                + " storage.commit.lock ({reason}). Name a folder that every driver may write to.");
  }
}
