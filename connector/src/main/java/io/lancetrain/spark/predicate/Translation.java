package io.lancetrain.spark.predicate;

/** What became of one predicate. */
sealed interface Translation {
  /** Lance returns exactly the rows that Spark would keep. */
  record Exact(Condition condition) implements Translation {}

  /**
   * Lance returns these rows and more; Spark filters again.
   *
   * @param reason what the condition does not say
   */
  record Superset(Condition condition, String reason) implements Translation {}

  /**
   * Lance filters nothing.
   *
   * @param reason why not
   */
  record Left(String reason) implements Translation {}
}
