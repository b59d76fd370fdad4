package io.lancetrain.spark.option;

/** What a sample of a table is made of. */
public enum Sampling {
  /** Ranges of neighbouring rows: what is not in the sample is not read. */
  RANGES,
  /** Rows, each by itself, as Spark does it: every row is read. */
  ROWS
}
