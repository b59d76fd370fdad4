package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ColumnOrder;
import io.lancetrain.spark.dataset.NativeAggregation;
import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.SplitColumns;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.option.Sampling;
import io.lancetrain.spark.predicate.PushedPredicates;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Avg;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownOffset;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTableSample;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Collects what Spark pushes into one scan; {@link #build()} freezes it.
 *
 * <p>Spark pushes in this order: a sample, of which Lance can do nothing more; filters; an
 * aggregation where no filter is left to Spark; a limit, with or without an order, where nothing
 * else is in between; an offset where the limit was taken over as a whole; columns.
 */
public final class LanceScanBuilder
    implements ScanBuilder,
        SupportsPushDownTableSample,
        SupportsPushDownRequiredColumns,
        SupportsPushDownV2Filters,
        SupportsPushDownAggregates,
        SupportsPushDownLimit,
        SupportsPushDownOffset,
        SupportsPushDownTopN {
  /** Whether Spark makes use of partitions that a source reports. */
  private static final String BUCKETING = "spark.sql.sources.v2.bucketing.enabled";

  private final TableSnapshot snapshot;
  private final StructType schema;
  private final OptionValues options;
  private StructType columns;
  private PushedPredicates predicates = PushedPredicates.NONE;
  private PushedRows rows = PushedRows.ALL;
  private Optional<PushedAggregation> aggregation = Optional.empty();
  private final Set<String> averaged = new HashSet<>();

  /**
   * A scan of all columns.
   *
   * @param snapshot the version to read
   * @param schema its columns as Spark types
   * @param options the read's options
   */
  public LanceScanBuilder(TableSnapshot snapshot, StructType schema, OptionValues options) {
    this.snapshot = snapshot;
    this.schema = schema;
    this.columns = schema;
    this.options = options;
  }

  @Override
  public void pruneColumns(StructType requiredSchema) {
    columns = requiredSchema;
  }

  /** Ranges of rows, where they are many enough, and where the user has nothing against them. */
  @Override
  public boolean pushTableSample(
      double lowerBound, double upperBound, boolean withReplacement, long seed) {
    long batchRows =
        RowWidth.of(snapshot, schema)
            .batchRows(ReadSettings.of(options, SparkSession.active()).batchBytes());
    boolean isPushed =
        !withReplacement
            && options.valueOrDefault(LanceOptions.SAMPLING) == Sampling.RANGES
            && snapshot.rows() / batchRows >= TableSample.FEWEST_BATCHES;
    if (isPushed) {
      rows = PushedRows.sampled(new TableSample(lowerBound, upperBound, seed, batchRows));
    }
    return isPushed;
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] all) {
    predicates =
        rows.isSample() ? PushedPredicates.left("the sample before it", all) : translated(all);
    return predicates.leftToSpark();
  }

  @Override
  public Predicate[] pushedPredicates() {
    return predicates.pushed();
  }

  /**
   * Whether the scan returns the answer, with nothing for Spark to merge. Spark asks this of an
   * average first, and if that is refused, of a sum and a count in its place.
   */
  @Override
  public boolean supportCompletePushDown(Aggregation wanted) {
    Stream.of(wanted.aggregateExpressions())
        .filter(Avg.class::isInstance)
        .flatMap(average -> Stream.of(average.references()))
        .forEach(column -> averaged.add(column.fieldNames()[0]));
    return !rows.isSample()
        && translated(wanted).filter(found -> found.isWholeAnswer(spec())).isPresent();
  }

  @Override
  public boolean pushAggregation(Aggregation wanted) {
    aggregation = rows.isSample() ? Optional.empty() : translated(wanted);
    return aggregation.isPresent();
  }

  private Optional<PushedAggregation> translated(Aggregation wanted) {
    Optional<PushedCounts> counts = PushedCounts.of(wanted, this::translated);
    return counts.isPresent() ? Optional.of(counts.get()) : groups(wanted);
  }

  private Optional<PushedAggregation> groups(Aggregation wanted) {
    PlainColumns plain = new PlainColumns(snapshot.schema(), schema);
    MeasureTranslator functions = new MeasureTranslator(plain, snapshot.rows(), averaged);
    return AggregationTranslator.translate(wanted, plain, functions).flatMap(this::shared);
  }

  private Optional<PushedGroups> shared(PushedGroups groups) {
    RowWidth width = RowWidth.of(snapshot, columnsOf(predicates.all(), groups.columns()));
    return groups.by(
        TaskEstimate.of(
            snapshot.fragments(), width.projectedShare(), spec().settings().splitBytes(), cores()));
  }

  @Override
  public boolean pushLimit(int limit) {
    if (aggregation.isPresent() || rows.isSample()) {
      return false;
    }
    rows = rows.limited(limit);
    return true;
  }

  @Override
  public boolean pushTopN(SortOrder[] orders, int limit) {
    if (aggregation.isPresent() || rows.isSample() || !SplitColumns.canBeNamed(snapshot.schema())) {
      return false;
    }
    Optional<List<ColumnOrder>> order =
        new PushedOrder(new PlainColumns(snapshot.schema(), schema)).of(orders, limit);
    order.ifPresent(found -> rows = rows.firstBy(found, limit));
    return order.isPresent();
  }

  /** Whether each task returns as many rows as all together may, so that Spark limits them. */
  @Override
  public boolean isPartiallyPushed() {
    return !isCountable();
  }

  @Override
  public boolean pushOffset(int offset) {
    if (aggregation.isPresent() || rows.isSample() || !isCountable()) {
      return false;
    }
    rows = rows.without(offset);
    return true;
  }

  private boolean isCountable() {
    return spec().isCountable();
  }

  private ScanSpec spec() {
    return new ScanSpec(
        snapshot.version(),
        columns,
        new RowFilter(predicates.condition()),
        SplitColumns.named(snapshot.schema(), List.of(columns.fieldNames())),
        rows,
        NativeAggregation.NONE,
        ReadSettings.of(options, SparkSession.active()));
  }

  private FragmentPlanner packing(ScanSpec spec) {
    return aggregation.filter(pushed -> pushed.isWholeAnswer(spec)).isPresent()
        ? FragmentPlanner.ofOneTask()
        : new FragmentPlanner(spec.settings().splitBytes(), cores());
  }

  private static int cores() {
    return SparkSession.active().sparkContext().defaultParallelism();
  }

  /**
   * Freezes the scan. An order is given up where metadata columns are wanted too, on which
   * lance-core 7.0.0 ends the process: Spark sorts what the tasks return in any case.
   */
  @Override
  public Scan build() {
    aggregation.ifPresent(pushed -> columns = columnsOf(predicates.all(), pushed.columns()));
    if (!rows.order().isEmpty() && RowMetadata.isAmong(columns)) {
      rows = PushedRows.ALL;
    }
    ScanSpec spec = spec();
    RowWidth width = RowWidth.of(snapshot, columns);
    ScanPlanner planner = new ScanPlanner(snapshot, schema, clusterColumns(), width, packing(spec));
    return aggregation
        .map(pushed -> pushed.scan(snapshot, spec, predicates, planner))
        .orElseGet(
            () ->
                new LanceScan(
                    snapshot,
                    spec.withLateColumns(width),
                    width,
                    predicates,
                    planner,
                    this::runtimeFilter));
  }

  /** A join stands by itself: what cannot be said to Lance need not be. */
  private RowFilter runtimeFilter(List<Predicate> learned) {
    return new RowFilter(translated(learned.toArray(Predicate[]::new)).condition());
  }

  private PushedPredicates translated(Predicate... all) {
    return PushedPredicates.of(RowMetadata.filterColumns(snapshot), all);
  }

  /** The columns that predicates name, and others. */
  private StructType columnsOf(List<Predicate> named, Set<String> others) {
    Set<String> names =
        named.stream()
            .flatMap(predicate -> Stream.of(predicate.references()))
            .map(column -> column.fieldNames()[0])
            .collect(Collectors.toSet());
    return new StructType(
        Stream.of(schema.fields())
            .filter(field -> names.contains(field.name()) || others.contains(field.name()))
            .toArray(StructField[]::new));
  }

  /**
   * Partitions kept apart by a column are more than need be where Spark takes no notice, and where
   * their rows are aggregated.
   */
  private StructType clusterColumns() {
    boolean isBucketing =
        Boolean.parseBoolean(SparkSession.active().conf().get(BUCKETING, "false"));
    return isBucketing && aggregation.isEmpty() ? columns : new StructType();
  }
}
