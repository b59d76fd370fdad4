package io.lancetrain.spark.training;

import org.apache.spark.sql.api.java.UDF2;

/**
 * From the hashes of a row and of its class to the partition key of the fragment it goes to; null
 * where it goes to none or to several.
 *
 * <p>A row that was not counted goes to the first fragment, whose task refuses it: an error in here
 * Spark would hide behind one of its own.
 */
final class FragmentKey implements UDF2<Long, Long, Integer> {
  private static final long serialVersionUID = 1L;
  private static final int NOT_ONE = -1;

  private final LayoutPlan plan;

  /** By class and bin; null for classes of which no row came yet. */
  private transient int[][] keys;

  FragmentKey(LayoutPlan plan) {
    this.plan = plan;
  }

  @Override
  public Integer call(Long hash, Long classHash) {
    int ofClass = plan.classOf(classHash);
    if (ofClass < 0) {
      return plan.partitionKey(0);
    }
    int key = keys(ofClass)[plan.bin(hash)];
    return key == NOT_ONE ? null : (Integer) key;
  }

  private int[] keys(int ofClass) {
    if (keys == null) {
      keys = new int[plan.classes()][];
    }
    if (keys[ofClass] == null) {
      keys[ofClass] = new int[plan.bins()];
      for (int bin = 0; bin < plan.bins(); bin++) {
        keys[ofClass][bin] = key(ofClass, bin);
      }
    }
    return keys[ofClass];
  }

  private int key(int ofClass, int bin) {
    if (plan.counted(ofClass, bin) == 0) {
      return plan.partitionKey(0);
    }
    int[] fragments = plan.fragmentsOf(ofClass, bin);
    return fragments.length == 1 ? plan.partitionKey(fragments[0]) : NOT_ONE;
  }
}
