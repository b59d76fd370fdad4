package io.lancetrain.spark.training;

import java.util.stream.IntStream;
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

  private final LayoutPlan plan;

  /**
   * By class and bin, null for classes of which no row came yet. Each is an object that Spark takes
   * as it is: to make one for each row took a tenth of the time of the tasks that send rows.
   */
  private transient Integer[][] keys;

  FragmentKey(LayoutPlan plan) {
    this.plan = plan;
  }

  @Override
  public Integer call(Long hash, Long classHash) {
    int ofClass = plan.classOf(classHash);
    if (ofClass < 0) {
      return plan.partitionKey(0);
    }
    return keys(ofClass)[plan.bin(hash)];
  }

  private Integer[] keys(int ofClass) {
    if (keys == null) {
      keys = new Integer[plan.classes()][];
    }
    if (keys[ofClass] == null) {
      keys[ofClass] = new Integer[plan.bins()];
      Integer[] ofFragments =
          IntStream.range(0, plan.fragments()).mapToObj(plan::partitionKey).toArray(Integer[]::new);
      for (int bin = 0; bin < plan.bins(); bin++) {
        keys[ofClass][bin] = key(ofFragments, ofClass, bin);
      }
    }
    return keys[ofClass];
  }

  private Integer key(Integer[] ofFragments, int ofClass, int bin) {
    if (plan.counted(ofClass, bin) == 0) {
      return ofFragments[0];
    }
    int[] fragments = plan.fragmentsOf(ofClass, bin);
    return fragments.length == 1 ? ofFragments[fragments[0]] : null;
  }
}
