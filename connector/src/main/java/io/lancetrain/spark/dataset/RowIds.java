package io.lancetrain.spark.dataset;

/** What the id of a row is in a table. */
public enum RowIds {
  /** The address of the row, which another version may give to another row. */
  ADDRESSES,
  /** A number of its own, which it keeps in all versions. */
  STABLE
}
