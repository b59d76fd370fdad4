package io.lancetrain.spark.option;

/** Which rows an overwrite of a table with clustering columns replaces. */
public enum PartitionOverwriteMode {
  /** All of them. */
  STATIC,
  /** Those whose values of the clustering columns come in the new rows. */
  DYNAMIC
}
