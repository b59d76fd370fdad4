package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.metric.ScanMetric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;

/**
 * What a scan will read.
 *
 * @param fragments the fragments in which rows may be, in the table's order
 * @param partitions a task for each: together they hold every row of the fragments once, or every
 *     row of the window
 * @param clustering the column by which the partitions are kept apart, if any
 * @param columns what zone maps say of columns over all of these fragments
 */
record ScanPlan(
    List<FragmentSummary> fragments,
    List<ScanPartition> partitions,
    Optional<Clustering> clustering,
    Map<NamedReference, ColumnStatistics> columns) {
  ScanPlan {
    fragments = List.copyOf(fragments);
    partitions = List.copyOf(partitions);
    columns = Map.copyOf(columns);
  }

  /** What the tasks read. */
  List<FragmentSlice> slices() {
    return partitions.stream().map(ScanPartition::slice).toList();
  }

  /** Rows of the fragments that are not deleted. */
  long rows() {
    return fragments.stream().mapToLong(FragmentSummary::rows).sum();
  }

  /** How many fragments hold rows to read. */
  long fragmentCount() {
    return slices().stream().flatMap(slice -> slice.fragments().stream()).distinct().count();
  }

  /**
   * What the driver reports.
   *
   * @param fragmentsOfTable how many there were to choose from
   */
  CustomTaskMetric[] metrics(int fragmentsOfTable) {
    long planned = fragmentCount();
    return new CustomTaskMetric[] {
      ScanMetric.FRAGMENTS_PLANNED.value(planned),
      ScanMetric.FRAGMENTS_PRUNED.value(fragmentsOfTable - planned)
    };
  }
}
