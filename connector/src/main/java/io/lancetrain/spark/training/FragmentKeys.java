package io.lancetrain.spark.training;

import java.util.Arrays;
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

  /** By class and bin what was asked before: rows of a bin go the same way. */
  private transient int[][][] known;

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
    return keys(ofClass, bin);
  }

  private int[] keys(int ofClass, int bin) {
    if (known == null) {
      known = new int[plan.classes()][][];
    }
    if (known[ofClass] == null) {
      known[ofClass] = new int[plan.bins()][];
    }
    if (known[ofClass][bin] == null) {
      known[ofClass][bin] =
          Arrays.stream(plan.fragmentsOf(ofClass, bin)).map(plan::partitionKey).toArray();
    }
    return known[ofClass][bin];
  }
}
