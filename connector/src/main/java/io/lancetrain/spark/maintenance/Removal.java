package io.lancetrain.spark.maintenance;

/**
 * Whether files are removed, or only found.
 *
 * @since 0.1.0
 */
public enum Removal {
  /** Says what would be removed, and removes nothing. */
  DRY_RUN,
  /** Removes it. */
  DELETE
}
