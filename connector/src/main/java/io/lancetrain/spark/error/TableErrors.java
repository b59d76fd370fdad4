package io.lancetrain.spark.error;

import java.util.List;
import java.util.regex.Pattern;

/** Errors in what is named: tables, versions and tags that are not there, or are there already. */
public final class TableErrors {
  private static final Pattern SOURCE_PLACE = Pattern.compile(", /\\S+\\.rs:[0-9]+:[0-9]+");

  private TableErrors() {}

  /** A path that holds no table. */
  public static LanceException pathNotFound(String table) {
    return ErrorText.of(ErrorCondition.LANCE_PATH_NOT_FOUND)
        .with("table", table)
        .says(
            "Cannot read {table}: there is no Lance table at this path. Check the path, or write a"
                + " table there first.");
  }

  /** A write that must not meet a table. */
  public static LanceException tableExists(String table) {
    return ErrorText.of(ErrorCondition.LANCE_TABLE_EXISTS)
        .with("table", table)
        .says(
            "Cannot create {table}: there is a table at this path already. Use mode append,"
                + " overwrite or ignore, or another path.");
  }

  /** A version that does not exist; {@code oldest} to {@code newest} are those that may. */
  public static LanceException versionNotFound(
      String table, long version, long oldest, long newest) {
    return ErrorText.of(ErrorCondition.LANCE_VERSION_NOT_FOUND)
        .with("table", table)
        .with("version", version)
        .with("oldest", oldest)
        .with("newest", newest)
        .says(
            "Cannot read version {version} of {table}: there is no such version. Use a version from"
                + " {oldest} to {newest}.");
  }

  /** A time before the first version. */
  public static LanceException noVersionAsOf(String table, Object time, long oldest, Object first) {
    return ErrorText.of(ErrorCondition.LANCE_VERSION_NOT_FOUND)
        .with("table", table)
        .with("time", time)
        .with("oldest", oldest)
        .with("first", first)
        .says(
            "Cannot read {table} as of {time}: its oldest version, {oldest}, is from {first}. Use"
                + " a later time.");
  }

  /** A tag that does not exist. */
  public static LanceException tagNotFound(String table, String tag, List<String> tags) {
    return ErrorText.of(ErrorCondition.LANCE_TAG_NOT_FOUND)
        .with("table", table)
        .with("tag", tag)
        .with("tags", tags.isEmpty() ? "it has no tags" : "its tags are " + String.join(", ", tags))
        .says("Cannot find tag '{tag}' of {table}: {tags}.");
  }

  /** A tag that names a version already; {@code branch} is empty for the main one. */
  public static LanceException tagExists(String table, String tag, String branch, long version) {
    return ErrorText.of(ErrorCondition.LANCE_TAG_EXISTS)
        .with("table", table)
        .with("tag", tag)
        .with("version", version)
        .with("branch", branch.isEmpty() ? "" : " of branch '" + branch + "'")
        .says(
            "Cannot create tag '{tag}' of {table}: it names version {version}{branch} already. Use"
                + " another name, or untag it first.");
  }

  /** A tag that another program moved in the moment in which it was made. */
  public static LanceException tagLost(String table, String tag, long version) {
    return ErrorText.of(ErrorCondition.LANCE_TAG_EXISTS)
        .with("table", table)
        .with("tag", tag)
        .with("version", version)
        .says(
            "Cannot create tag '{tag}' of {table} for version {version}: another program made,"
                + " moved or removed it in the same moment. Look at the table's tags, and agree on"
                + " who makes it.");
  }

  /** A name that other drivers want at the same time, or did until they were lost. */
  public static LanceException nameClaimed(String table, String kind, String name, String folder) {
    return ErrorText.of(
            kind.equals("tag")
                ? ErrorCondition.LANCE_TAG_EXISTS
                : ErrorCondition.LANCE_BRANCH_EXISTS)
        .with("table", table)
        .with("kind", kind)
        .with("name", name)
        .with("folder", folder)
        .says(
            "Cannot create {kind} '{name}' of {table}: another driver is making it. Where that"
                + " driver was lost, try again in five minutes, or delete the folder {folder} in the"
                + " table's.");
  }

  /** A branch that does not exist. */
  public static LanceException branchNotFound(String table, String branch, List<String> branches) {
    return ErrorText.of(ErrorCondition.LANCE_BRANCH_NOT_FOUND)
        .with("table", table)
        .with("branch", branch)
        .with(
            "branches",
            branches.isEmpty()
                ? "it has no branches"
                : "its branches are " + String.join(", ", branches))
        .says(
            "Cannot find branch '{branch}' of {table}: {branches}. Make it with"
                + " LanceTables.forPath(spark, path).createBranch(name).");
  }

  /** A branch of this name, or what is left of one. */
  public static LanceException branchExists(String table, String branch) {
    return ErrorText.of(ErrorCondition.LANCE_BRANCH_EXISTS)
        .with("table", table)
        .with("branch", branch)
        .says(
            "Cannot create branch '{branch}' of {table}: there is a branch of this name already."
                + " Use another name, or delete it first.");
  }

  /** A branch that something else needs; {@code user} says what. */
  public static LanceException branchInUse(String table, String branch, String user) {
    return ErrorText.of(ErrorCondition.LANCE_BRANCH_IN_USE)
        .with("table", table)
        .with("branch", branch)
        .with("user", user)
        .says("Cannot delete branch '{branch}' of {table}: {user}. Remove that first.");
  }

  /** A table that was deleted and made again at the same path during a read. */
  public static LanceException replacedWhileReading(String table, long version) {
    return ErrorText.of(ErrorCondition.LANCE_VERSION_NOT_FOUND)
        .with("table", table)
        .with("version", version)
        .says(
            "Cannot go on reading version {version} of {table}: the table was deleted and made"
                + " again since the read was planned. Run the query again.");
  }

  /** Something that the connector does not do; {@code instead} says what to do. */
  public static LanceException unsupported(String table, String what, String instead) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_OPERATION)
        .with("table", table)
        .with("what", what)
        .with("instead", instead)
        .says("Cannot {what} {table}: {instead}");
  }

  /** A manifest or data file whose content is not what Lance wrote. */
  public static LanceException corrupt(String table, String action, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_CORRUPT_TABLE)
        .with("table", table)
        .with("action", action)
        .with("reason", firstLine(cause))
        .causedBy(cause)
        .says(
            "Cannot {action} {table}: a file of the table is damaged or cut short ({reason})."
                + " Restore the file from a backup, or read an older version.");
  }

  /** A version that names a file outside of its table's folder. */
  public static LanceException fileElsewhere(String table, String path) {
    return ErrorText.of(ErrorCondition.LANCE_CORRUPT_TABLE)
        .with("table", table)
        .with("path", path)
        .says(
            "Cannot open {table}: it names the data file '{path}', which is not in its folder."
                + " Nothing was read from there. Read an older version, and find out who wrote this"
                + " one.");
  }

  /** A column whose decoded values cannot be what was written. */
  public static LanceException damagedColumn(String column) {
    return ErrorText.of(ErrorCondition.LANCE_CORRUPT_TABLE)
        .with("column", column)
        .says(
            "Cannot read column '{column}': the lengths of its values contradict each other, so"
                + " that a data file of the table must be damaged. Restore the file from a backup,"
                + " or read an older version that does not need it.");
  }

  /** A file that the manifest names and the store does not have. */
  public static LanceException fileMissing(String table, String action, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_FILE_MISSING)
        .with("table", table)
        .with("action", action)
        .with("reason", firstLine(cause))
        .causedBy(cause)
        .says(
            "Cannot {action} {table}: a file of the table is missing ({reason}). It may have been"
                + " cleaned up with its version; read a newer version.");
  }

  /** A scan that brought more or fewer rows than the manifest says. */
  public static LanceException otherRowCount(
      String table, long version, List<Integer> fragments, long planned, long received) {
    return ErrorText.of(ErrorCondition.LANCE_CORRUPT_TABLE)
        .with("table", table)
        .with("version", version)
        .with("fragments", fragments)
        .with("planned", planned)
        .with("received", received)
        .says(
            "Cannot read version {version} of {table}: its manifest says that {planned} rows lie in"
                + " a part of fragments {fragments}, and Lance returned {received}. A file of these"
                + " fragments must be damaged: restore it from a backup, or read an older version.");
  }

  /** A table whose files are in a version that the native library does not know. */
  public static LanceException unknownFileVersion(String table, String fileVersion) {
    return ErrorText.of(ErrorCondition.LANCE_UNSUPPORTED_OPERATION)
        .with("table", table)
        .with("fileVersion", fileVersion)
        .says(
            "Cannot open {table}: its data files are of Lance file version {fileVersion}, and"
                + " lance-core 7.0.0 reads versions up to 2.2. Write the table again with file"
                + " version 2.2.");
  }

  /** Any other failure of the native library. */
  public static LanceException nativeFailure(String table, String action, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_NATIVE_FAILURE)
        .with("table", table)
        .with("action", action)
        .with("reason", firstLine(cause))
        .causedBy(cause)
        .says("Cannot {action} {table}: the Lance library failed with: {reason}");
  }

  /** A manifest or data file of which {@code reason} says how it is damaged. */
  public static LanceException damagedFile(
      String table, String action, String file, String reason) {
    return ErrorText.of(ErrorCondition.LANCE_CORRUPT_TABLE)
        .with("table", table)
        .with("action", action)
        .with("file", file)
        .with("reason", reason)
        .says(
            "Cannot {action} {table}: its file {file} is damaged: {reason}. Restore the file from a"
                + " backup, or read an older version that does not need it.");
  }

  /** The first line, without the place in Lance's sources. */
  private static String firstLine(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    int end = message.indexOf('\n');
    return SOURCE_PLACE.matcher(end < 0 ? message : message.substring(0, end)).replaceAll("");
  }
}
