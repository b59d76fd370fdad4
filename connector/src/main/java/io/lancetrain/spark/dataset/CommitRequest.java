package io.lancetrain.spark.dataset;

import io.lancetrain.spark.option.OnConflict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One change of a table, to be committed as one version.
 *
 * @param location the table
 * @param change what changes
 * @param properties what the history shall say of it
 * @param onConflict what a change that replaces rows does where the table has changed since
 * @param application the number that the application gave the write; where the table has it already
 *     nothing is committed
 */
public record CommitRequest(
    TableLocation location,
    Change change,
    Map<String, String> properties,
    OnConflict onConflict,
    Optional<ApplicationTransaction> application) {

  /** A change that fails where it would replace what it has not read. */
  public CommitRequest(TableLocation location, Change change, Map<String, String> properties) {
    this(location, change, properties, OnConflict.FAIL, Optional.empty());
  }

  /** What a commit does. */
  public sealed interface Change {
    /** Its name in messages. */
    String name();

    /** The version that the change was made from; 0 where there was no table. */
    long readVersion();
  }

  /** Makes a table where there is none. */
  public record Create(
      Schema schema,
      String fileVersion,
      WrittenFragments fragments,
      Map<String, String> tableProperties)
      implements Change {
    @Override
    public String name() {
      return "create";
    }

    @Override
    public long readVersion() {
      return 0;
    }
  }

  /** Adds fragments to a table. */
  public record Append(long readVersion, WrittenFragments fragments) implements Change {
    @Override
    public String name() {
      return "append";
    }
  }

  /**
   * Adds fragments to a table whose files have a schema of their own: columns of the table that
   * they lack are null in their rows, and columns that the table lacks are null in its old rows.
   *
   * @param schema the table's schema afterwards
   * @param files the schema of the files, by which Lance numbered their columns
   */
  public record AppendColumns(
      long readVersion, Schema schema, Schema files, WrittenFragments fragments) implements Change {
    @Override
    public String name() {
      return "append";
    }
  }

  /** Replaces the schema and all fragments of a table. */
  public record Overwrite(
      long readVersion,
      Schema schema,
      String fileVersion,
      WrittenFragments fragments,
      Map<String, String> tableProperties)
      implements Change {
    @Override
    public String name() {
      return "overwrite";
    }
  }

  /**
   * Deletes rows and adds fragments, in one version.
   *
   * @param rows which rows go: those that pass any of these filters
   * @param files the schema of the files, by which Lance numbered their columns
   */
  public record Replace(
      long readVersion, List<RowFilter> rows, Schema files, WrittenFragments fragments)
      implements Change {
    @Override
    public String name() {
      return "overwrite of some rows";
    }
  }

  /**
   * Adds columns to all rows: the same fragments, with more files.
   *
   * @param schema the table's schema afterwards: its own, with the new columns at its end
   * @param columns the new columns alone, which is the schema of the files
   * @param files by the id of a fragment of the version, one fragment with as many rows as it has
   *     places; the new columns of a fragment without one are null
   */
  public record AddColumns(
      long readVersion, Schema schema, Schema columns, Map<Integer, WrittenFragments> files)
      implements Change {
    @Override
    public String name() {
      return "addition of columns";
    }
  }

  /** Makes the content of an older version the newest again. */
  public record Restore(long readVersion, long version) implements Change {
    @Override
    public String name() {
      return "restore";
    }
  }
}
