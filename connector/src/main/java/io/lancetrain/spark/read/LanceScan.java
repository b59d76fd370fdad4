package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.metric.ByteText;
import io.lancetrain.spark.metric.ScanMetric;
import io.lancetrain.spark.predicate.PushedPredicates;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.FieldReference;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportPartitioning;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.connector.read.partitioning.KeyGroupedPartitioning;
import org.apache.spark.sql.connector.read.partitioning.Partitioning;
import org.apache.spark.sql.connector.read.partitioning.UnknownPartitioning;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A scan as the planner sees it: its columns, its size, its partitioning, its description. */
final class LanceScan
    implements SupportsReportStatistics, SupportsReportPartitioning, SupportsRuntimeV2Filtering {
  private final TableSnapshot snapshot;
  private final ScanSpec spec;
  private final PushedPredicates predicates;
  private final RowWidth width;
  private final ScanPlanner planner;
  private final Function<List<Predicate>, RowFilter> translation;
  private final RuntimeFilters runtimeFilters = new RuntimeFilters();
  private final ScanPlan plan;

  /**
   * A scan.
   *
   * @param predicates what became of those that Spark knew when it planned the scan
   * @param translation from predicates to a filter that lets all the rows through that they do
   */
  LanceScan(
      TableSnapshot snapshot,
      ScanSpec spec,
      RowWidth width,
      PushedPredicates predicates,
      ScanPlanner planner,
      Function<List<Predicate>, RowFilter> translation) {
    this.snapshot = snapshot;
    this.spec = spec;
    this.width = width;
    this.predicates = predicates;
    this.planner = planner;
    this.translation = translation;
    this.plan =
        planner.plan(spec.rows().isSample() ? List.of() : predicates.all(), spec, RowFilter.NONE);
  }

  @Override
  public StructType readSchema() {
    return spec.columns();
  }

  @Override
  public String description() {
    String columns =
        Arrays.stream(spec.columns().fields())
            .map(StructField::name)
            .collect(Collectors.joining(", "));
    return String.format(
        "lance %s, version %d, columns [%s], %srows [%s], %d of %d fragments in %d partitions,"
            + " about %s",
        spec.version().location(),
        spec.version().number(),
        columns,
        predicates.description().isEmpty() ? "" : predicates.description() + ", ",
        spec.rows(),
        plan.fragmentCount(),
        snapshot.fragments().size(),
        plan.partitions().size(),
        ByteText.of(statistics().bytes()));
  }

  /**
   * Any column of the table may narrow the scan once the other side of a join is known; but of the
   * first rows only those count that come first without that.
   */
  @Override
  public NamedReference[] filterAttributes() {
    if (!spec.rows().isAll()) {
      return new NamedReference[0];
    }
    return spec.dataColumns().stream().map(FieldReference::column).toArray(NamedReference[]::new);
  }

  @Override
  public void filter(Predicate[] learned) {
    runtimeFilters.tell(learned);
  }

  @Override
  public Batch toBatch() {
    List<Predicate> learned = runtimeFilters.take();
    return learned.isEmpty() ? batch(plan, RowFilter.NONE) : narrowed(learned);
  }

  private Batch narrowed(List<Predicate> learned) {
    RowFilter runtimeFilter = translation.apply(learned);
    List<Predicate> all = Stream.concat(predicates.all().stream(), learned.stream()).toList();
    return batch(planner.plan(all, spec, runtimeFilter), runtimeFilter);
  }

  private Batch batch(ScanPlan planned, RowFilter runtimeFilter) {
    return new LanceBatch(spec, runtimeFilter, planned, width);
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

  @Override
  public Partitioning outputPartitioning() {
    return plan.clustering()
        .<Partitioning>map(
            clustering ->
                new KeyGroupedPartitioning(
                    new Expression[] {FieldReference.column(clustering.column())},
                    plan.partitions().size()))
        .orElseGet(() -> new UnknownPartitioning(plan.partitions().size()));
  }

  @Override
  public Statistics estimateStatistics() {
    return statistics();
  }

  private ScanStatistics statistics() {
    return new ScanStatistics(spec.rows().rowsOf(plan.rows()), width.projected(), plan.columns());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LanceScan that && spec.equals(that.spec);
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
