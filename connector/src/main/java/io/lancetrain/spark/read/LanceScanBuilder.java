package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ColumnOrder;
import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.SplitColumns;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.predicate.PushedPredicates;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownOffset;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Collects what Spark pushes into one scan; {@link #build()} freezes it.
 *
 * <p>Spark pushes in this order: filters; an aggregation where no filter is left to Spark; a limit,
 * with or without an order, where nothing else is in between; an offset where the limit was taken
 * over as a whole; columns.
 */
public final class LanceScanBuilder
    implements ScanBuilder,
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
  private Optional<PushedCounts> counts = Optional.empty();

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

  @Override
  public Predicate[] pushPredicates(Predicate[] all) {
    predicates = translated(all);
    return predicates.leftToSpark();
  }

  @Override
  public Predicate[] pushedPredicates() {
    return predicates.pushed();
  }

  /** Whether one row is the whole answer; the counts of tasks would have to be added. */
  @Override
  public boolean supportCompletePushDown(Aggregation aggregation) {
    return isCountable() && counts(aggregation).filter(PushedCounts::countsRowsOnly).isPresent();
  }

  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    counts = counts(aggregation);
    return counts.isPresent();
  }

  private Optional<PushedCounts> counts(Aggregation aggregation) {
    return PushedCounts.of(aggregation, this::translated);
  }

  @Override
  public boolean pushLimit(int limit) {
    if (counts.isPresent()) {
      return false;
    }
    rows = rows.limited(limit);
    return true;
  }

  @Override
  public boolean pushTopN(SortOrder[] orders, int limit) {
    if (counts.isPresent() || !SplitColumns.canBeNamed(snapshot.schema())) {
      return false;
    }
    Optional<List<ColumnOrder>> order = new PushedOrder(snapshot, schema).of(orders, limit);
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
    if (counts.isPresent() || !isCountable()) {
      return false;
    }
    rows = rows.without(offset);
    return true;
  }

  private boolean isCountable() {
    return spec(SparkSession.active()).isCountable();
  }

  private ScanSpec spec(SparkSession session) {
    return new ScanSpec(
        snapshot.version(),
        columns,
        new RowFilter(predicates.condition()),
        SplitColumns.named(snapshot.schema(), List.of(columns.fieldNames())),
        rows,
        ReadSettings.of(options, session));
  }

  /**
   * Freezes the scan. An order is given up where metadata columns are wanted too, on which
   * lance-core 7.0.0 ends the process: Spark sorts what the tasks return in any case.
   */
  @Override
  public Scan build() {
    SparkSession session = SparkSession.active();
    counts.ifPresent(pushed -> columns = columnsOf(predicates.all()));
    if (!rows.order().isEmpty() && RowMetadata.isAmong(columns)) {
      rows = PushedRows.ALL;
    }
    ScanSpec spec = spec(session);
    RowWidth width = RowWidth.of(snapshot, columns);
    FragmentPlanner packing =
        new FragmentPlanner(
            spec.settings().splitBytes(), session.sparkContext().defaultParallelism());
    ScanPlanner planner =
        new ScanPlanner(snapshot, schema, clusterColumns(session), width, packing);
    return counts
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
    return PushedPredicates.of(RowMetadata.filterColumns(snapshot.schema()), all);
  }

  /** The columns that predicates name. */
  private StructType columnsOf(List<Predicate> named) {
    Set<String> names =
        named.stream()
            .flatMap(predicate -> Stream.of(predicate.references()))
            .map(column -> column.fieldNames()[0])
            .collect(Collectors.toSet());
    return new StructType(
        Stream.of(schema.fields())
            .filter(field -> names.contains(field.name()))
            .toArray(StructField[]::new));
  }

  /** Partitions kept apart by a column are more than need be, where Spark takes no notice. */
  private StructType clusterColumns(SparkSession session) {
    return Boolean.parseBoolean(session.conf().get(BUCKETING, "false"))
        ? columns
        : new StructType();
  }
}
