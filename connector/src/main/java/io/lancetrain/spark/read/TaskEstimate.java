package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import java.util.List;

/**
 * How an aggregation would be shared among tasks, before fragments are left out, which makes them
 * no more.
 *
 * @param ofLance how many tasks there would be if Lance aggregates, for which fragments are not cut
 * @param fewest how many there would be if it did not matter that cores are idle
 * @param ofSpark how many would be at work at once if Spark aggregates, for which they are
 * @param bytes the most stored bytes that one task of Lance would read; {@link Long#MAX_VALUE}
 *     where the table does not say
 */
record TaskEstimate(long ofLance, long fewest, long ofSpark, long bytes) {

  /**
   * The estimate for a table.
   *
   * @param projectedShare the share of a fragment's bytes that is read, from 0 to 1
   * @param splitBytes about how many bytes one task reads
   * @param cores how many tasks can run at once
   */
  static TaskEstimate of(
      List<FragmentSummary> fragments, double projectedShare, long splitBytes, int cores) {
    FragmentPlanner packing = new FragmentPlanner(splitBytes, cores);
    long parts = packing.plan(fragments, projectedShare, new Cutting.ByRows()).size();
    return new TaskEstimate(
        packing.plan(fragments, projectedShare, new Cutting.Never()).size(),
        new FragmentPlanner(splitBytes, 1)
            .plan(fragments, projectedShare, new Cutting.Never())
            .size(),
        Math.min(cores, parts),
        bytes(fragments, projectedShare, splitBytes));
  }

  private static long bytes(
      List<FragmentSummary> fragments, double projectedShare, long splitBytes) {
    if (fragments.stream().anyMatch(each -> each.bytes() == 0 && each.rows() > 0)) {
      return Long.MAX_VALUE;
    }
    long largest = fragments.stream().mapToLong(FragmentSummary::bytes).max().orElse(0);
    long all = fragments.stream().mapToLong(FragmentSummary::bytes).sum();
    return Math.max(
        (long) (largest * projectedShare), Math.min(splitBytes, (long) (all * projectedShare)));
  }
}
