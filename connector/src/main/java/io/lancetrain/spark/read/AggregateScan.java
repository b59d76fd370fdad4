package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.metric.ByteText;
import io.lancetrain.spark.metric.ScanMetric;
import io.lancetrain.spark.predicate.PushedPredicates;
import java.util.Map;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;

/** A scan that returns groups in place of rows: those of each task's slice. */
final class AggregateScan implements SupportsReportStatistics {
  private final TableSnapshot snapshot;
  private final ScanSpec spec;
  private final RowWidth width;
  private final PushedGroups groups;
  private final PushedPredicates predicates;
  private final ScanPlan plan;

  /**
   * A scan.
   *
   * @param spec what is aggregated, with the columns that are read
   * @param predicates what became of them
   * @param plan of whole fragments; with at least one partition, or no rows would come where there
   *     is one group
   */
  AggregateScan(
      TableSnapshot snapshot,
      ScanSpec spec,
      PushedGroups groups,
      PushedPredicates predicates,
      ScanPlan plan) {
    this.snapshot = snapshot;
    this.spec = spec.aggregated(groups.aggregation(), groups.schema());
    this.width = RowWidth.of(snapshot, spec.columns());
    this.groups = groups;
    this.predicates = predicates;
    this.plan = plan;
  }

  @Override
  public StructType readSchema() {
    return spec.columns();
  }

  @Override
  public String description() {
    return String.format(
        "lance %s, version %d, %s, %saggregated in %d partitions, %d of %d fragments,"
            + " about %s",
        spec.version().location(),
        spec.version().number(),
        groups,
        predicates.description().isEmpty() ? "" : predicates.description() + ", ",
        plan.partitions().size(),
        plan.fragmentCount(),
        snapshot.fragments().size(),
        ByteText.of(plan.rows() * width.projected()));
  }

  @Override
  public Batch toBatch() {
    return new LanceBatch(spec, RowFilter.NONE, plan, width);
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ScanMetric.declared();
  }

  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    return plan.metrics(snapshot.fragments().size());
  }

  /** At most a group for each row. */
  @Override
  public Statistics estimateStatistics() {
    boolean isOneGroup = groups.aggregation().keys().isEmpty();
    return new ScanStatistics(
        isOneGroup ? plan.partitions().size() : plan.rows(),
        spec.columns().defaultSize(),
        Map.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AggregateScan that && spec.equals(that.spec);
  }

  @Override
  public int hashCode() {
    return spec.hashCode();
  }

  @Override
  public String toString() {
    return description();
  }
}
