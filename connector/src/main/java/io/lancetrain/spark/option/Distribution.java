package io.lancetrain.spark.option;

/** How Spark shuffles rows before it writes them. */
public enum Distribution {
  /** Not at all. */
  NONE,
  /** Into partitions of about equal size. */
  SIZE,
  /** With equal values of some columns together. */
  COLUMNS,
  /** In the order of some columns. */
  SORTED
}
