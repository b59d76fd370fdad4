package io.lancetrain.spark.predicate;

/**
 * Whether the rows are wanted for which a predicate is true, or those for which it is false.
 *
 * <p>NOT is carried down to the comparisons: a row is then kept if its condition is true, false and
 * unknown need not be told apart, and a superset of each part makes a superset of the whole.
 */
enum Polarity {
  TRUE,
  FALSE;

  Polarity opposite() {
    return this == TRUE ? FALSE : TRUE;
  }
}
