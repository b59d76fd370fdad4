package io.lancetrain.spark.option;

/** What becomes of rows for which a DataFrame has no values of the columns that it adds. */
public enum MissingRows {
  FAIL,
  NULL
}
