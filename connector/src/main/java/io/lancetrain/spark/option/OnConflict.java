package io.lancetrain.spark.option;

/**
 * What a write that replaces rows does where another writer changed the table since it was read.
 */
public enum OnConflict {
  /** It fails, and leaves the table as it is. */
  FAIL,
  /** It replaces what is there now. */
  RETRY
}
