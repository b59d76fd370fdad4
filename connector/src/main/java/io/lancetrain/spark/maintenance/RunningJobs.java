package io.lancetrain.spark.maintenance;

/**
 * Whether jobs may be writing to a table while its files are removed.
 *
 * @since 0.1.0
 */
public enum RunningJobs {
  /** They may: files are kept that one of them could have written. */
  POSSIBLE,
  /** The caller knows that there is none, on any machine; otherwise rows may be lost. */
  NONE
}
