package io.lancetrain.spark.error;

import java.util.Locale;
import java.util.Optional;

/** Errors in what the user set: names and values of options. */
public final class OptionErrors {
  private OptionErrors() {}

  /** An option that does not exist; {@code nearest} is a known name much like it, if any. */
  public static LanceException unknownOption(String name, Optional<String> nearest) {
    return ErrorText.of(ErrorCondition.LANCE_UNKNOWN_OPTION)
        .with("option", name)
        .with(
            "hint",
            nearest
                .map("Did you mean '%s'?"::formatted)
                .orElse("connector/docs/options.md lists those that there are."))
        .says("Cannot use option '{option}': there is no such option. {hint}");
  }

  /** An option whose value cannot be used; {@code expected} says what can. */
  public static LanceException invalidValue(String name, String value, String expected) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", name)
        .with("value", value)
        .with("expected", expected)
        .says("Cannot use '{value}' for option '{option}': it must be {expected}.");
  }

  /** A name that Lance does not take for a tag. */
  public static LanceException invalidTag(String table, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("table", table)
        .causedBy(cause)
        .says(
            "Cannot tag {table} with this name: a tag has letters, digits, '.', '-' and '_', no"
                + " '..', no '.' at an end, and no '.lock' at its end. Use another name.");
  }

  /** An option of reads that was set for a write. */
  public static LanceException notForWrites(String name) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", name)
        .says(
            "Cannot write with option '{option}': a write makes a new version from the newest one."
                + " Leave the option out; to go back to an older version, restore it with"
                + " LanceTables.forPath(spark, path).restore(version).");
  }

  /** A time that was set for all reads. */
  public static LanceException notForAllReads(String name) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", name)
        .says(
            "Cannot read with option '{option}' of a session or a catalog: it is for single reads."
                + " Set it on the read, or write TIMESTAMP AS OF behind the table's name in SQL.");
  }

  /** An option of a whole JVM that was set when it ran already. */
  public static LanceException onlyAtStart(String name, String value) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", name)
        .with("value", value)
        .says(
            "Cannot set option '{option}' to '{value}' for a session: it holds for the driver and"
                + " the executors from their start. Set it with --conf, or before the"
                + " SparkSession is made.");
  }

  /** More than one path in one read. */
  public static LanceException severalPaths(String paths) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("paths", paths)
        .says(
            "Cannot read the paths {paths} at once: one read is of one table. Load each table and"
                + " unite them with unionByName.");
  }

  /** An option that has to be set. */
  public static LanceException missing(String name) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", name)
        .says(
            "Cannot read or write without option '{option}': set it, as load(path) and save(path) do.");
  }

  /** Two options that exclude each other. */
  public static LanceException conflictingOptions(String first, String second) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("first", first)
        .with("second", second)
        .says("Cannot use option '{first}' together with '{second}': set only one of them.");
  }

  /** An option that means nothing without another one. */
  public static LanceException onlyTogether(String set, String missing) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("set", set)
        .with("missing", missing)
        .says("Cannot use option '{set}' without option '{missing}': set both of them, or none.");
  }

  /** An option that has to be set where another one has this value. */
  public static LanceException missingFor(String name, String other, Object value) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", name)
        .with("other", other)
        .with("value", value.toString().toLowerCase(Locale.ROOT))
        .says("Cannot write with option '{other}' = '{value}': set '{option}' as well.");
  }

  /** A class that a user named and that cannot be used. */
  public static LanceException unusableClass(
      String option, String name, String expected, Throwable cause) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", option)
        .with("class", name)
        .with("expected", expected)
        .with("reason", cause.getClass().getSimpleName())
        .causedBy(cause)
        .says(
            "Cannot use class '{class}' of option '{option}' ({reason}): it must be a public class"
                + " on the class path that implements {expected} and has a public constructor"
                + " without parameters.");
  }
}
