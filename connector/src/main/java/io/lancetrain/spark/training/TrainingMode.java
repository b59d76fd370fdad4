package io.lancetrain.spark.training;

/** What a write in the layout does with the rows that a table has. */
enum TrainingMode {
  /** They stay; whole rounds of fragments are added. */
  APPEND,
  /** They are replaced. */
  OVERWRITE
}
