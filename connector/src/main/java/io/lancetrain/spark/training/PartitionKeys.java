package io.lancetrain.spark.training;

import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * Integers that Spark's hash partitioning sends each to a partition of its own: the key of
 * partition {@code p} goes to {@code p}. So each task of a repartitioned frame gets one fragment,
 * where partition numbers themselves as keys would meet in some tasks and leave others idle.
 */
final class PartitionKeys {
  /** The seed of Spark's hash partitioning, fixed since bucketed tables depend on it. */
  private static final int SPARK_SEED = 42;

  private PartitionKeys() {}

  /** The keys of so many partitions, by partition. */
  static int[] of(int partitions) {
    int[] keys = new int[partitions];
    boolean[] found = new boolean[partitions];
    int missing = partitions;
    for (int key = 0; missing > 0; key++) {
      int partition = Math.floorMod(Murmur3_x86_32.hashInt(key, SPARK_SEED), partitions);
      if (!found[partition]) {
        found[partition] = true;
        keys[partition] = key;
        missing--;
      }
    }
    return keys;
  }
}
