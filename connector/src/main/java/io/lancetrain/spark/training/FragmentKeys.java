package io.lancetrain.spark.training;

import org.apache.spark.sql.api.java.UDF2;

/**
 * From the hashes of a row and of its class to the partition keys of the fragments it goes to.
 *
 * <p>A row that was not counted goes to the first fragment, whose task refuses it: an error in here
 * Spark would hide behind one of its own.
 */
final class FragmentKeys implements UDF2<Long, Long, int[]> {
  private static final long serialVersionUID = 1L;

  private final LayoutPlan plan;

  FragmentKeys(LayoutPlan plan) {
    this.plan = plan;
  }

  @Override
  public int[] call(Long hash, Long classHash) {
    int ofClass = plan.classOf(classHash);
    int bin = plan.bin(hash);
    if (ofClass < 0 || plan.counted(ofClass, bin) == 0) {
      return new int[] {plan.partitionKey(0)};
    }
    int[] keys = plan.fragmentsOf(ofClass, bin);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = plan.partitionKey(keys[i]);
    }
    return keys;
  }
}
