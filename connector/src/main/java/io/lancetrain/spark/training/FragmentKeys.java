package io.lancetrain.spark.training;

import java.util.Arrays;
import org.apache.spark.sql.api.java.UDF2;

/**
 * From the hashes of a counted row and of its class to the partition keys of the fragments it goes
 * to. Nearly all rows go to one, which {@link FragmentKey} says without an array for each of them.
 */
final class FragmentKeys implements UDF2<Long, Long, int[]> {
  private static final long serialVersionUID = 1L;

  private final LayoutPlan plan;

  FragmentKeys(LayoutPlan plan) {
    this.plan = plan;
  }

  @Override
  public int[] call(Long hash, Long classHash) {
    return Arrays.stream(plan.fragmentsOf(plan.classOf(classHash), plan.bin(hash)))
        .map(plan::partitionKey)
        .toArray();
  }
}
