package io.lancetrain.spark.option;

/** What becomes of the rows that do not fill every fragment of a training layout evenly. */
public enum Remainder {
  /** They are left out: a random part of the input, the same for the same seed. */
  DROP,
  /** As many other rows come a second time as are missing to the next full round. */
  REPEAT,
  /** The write is refused where there are any. */
  FAIL
}
