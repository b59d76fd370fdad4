package io.lancetrain.spark.dataset;

import java.io.Serializable;

/**
 * How data files are written.
 *
 * @param target whether the fragments will join a table's fragments or replace them
 * @param fileVersion the Lance file version, such as 2.1
 * @param maxRows the most rows of one file, exactly
 * @param maxBytes a file is closed at the first batch that takes it over this size
 */
public record FileSettings(Target target, String fileVersion, int maxRows, long maxBytes)
    implements Serializable {

  /** What becomes of the fragments. */
  public enum Target {
    /** They join an existing table: its field ids are used, and its schema is checked natively. */
    APPEND,
    /** They make a new table, or replace all fragments and the schema of one. */
    REPLACE
  }
}
