package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import java.util.List;

/**
 * What a scan will read.
 *
 * @param fragments the fragments in which rows may be, in the table's order
 * @param slices a task for each: together they hold every row of the fragments once
 */
record ScanPlan(List<FragmentSummary> fragments, List<FragmentSlice> slices) {
  ScanPlan {
    fragments = List.copyOf(fragments);
    slices = List.copyOf(slices);
  }

  /** Rows of the fragments that are not deleted. */
  long rows() {
    return fragments.stream().mapToLong(FragmentSummary::rows).sum();
  }
}
