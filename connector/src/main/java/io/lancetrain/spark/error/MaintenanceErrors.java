package io.lancetrain.spark.error;

/** Errors in removing files and versions. */
public final class MaintenanceErrors {
  private MaintenanceErrors() {}

  /** A listing without a version that is there, because of which its files would be removed. */
  public static LanceException staleListing(String table, long listed, long found) {
    return ErrorText.of(ErrorCondition.LANCE_COMMIT_CONFLICT)
        .with("table", table)
        .with("listed", listed)
        .with("found", found)
        .says(
            "Cannot remove files of {table}: its listing ends with version {listed}, and version"
                + " {found} is there too. It was committed in this moment, or the store's listings"
                + " lag behind. Nothing was removed. Run it again, at a time when nobody writes.");
  }

  /** A manifest that is damaged or newer than this connector. */
  public static LanceException unreadableManifest(String table, String file, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_CORRUPT_TABLE)
        .with("table", table)
        .with("file", file)
        .with("reason", reason)
        .says(
            "Cannot remove files of {table}: its manifest {file} cannot be read ({reason}), so that"
                + " nobody can say which files it needs. Nothing was removed. Restore the file, or"
                + " use a newer connector.");
  }

  /** A folder that is a branch of another table, which has files of it in use. */
  public static LanceException partOfATable(String table, String branch) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_OPERATION)
        .with("table", table)
        .with("branch", branch)
        .says(
            "Cannot remove files of {table}: it is a branch ('{branch}') of a table whose other"
                + " branches may need its files. Name the table itself and the branch by option"
                + " branch.");
  }

  /** An age below which files may be those of a running job. */
  public static LanceException tooYoung(String table, Object olderThan, Object limit) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .with("olderThan", olderThan)
        .with("limit", limit)
        .says(
            "Cannot remove files of {table} that are older than {olderThan}: a job that still runs"
                + " may have written them. Use {limit} or more, or say that no job is running"
                + " (RunningJobs.NONE).");
  }
}
