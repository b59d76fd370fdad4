package io.lancetrain.spark.dataset;

import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One change of a table, to be committed as one version.
 *
 * @param location the table
 * @param change what changes
 * @param properties what the history shall say of it
 */
public record CommitRequest(TableLocation location, Change change, Map<String, String> properties) {

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

  /** Adds columns to all rows: the same fragments, with more files. */
  public record AddColumns(long readVersion, Schema schema, WrittenFragments fragments)
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
