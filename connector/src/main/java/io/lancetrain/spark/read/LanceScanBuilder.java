package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.predicate.PushedPredicates;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Collects what Spark pushes into one scan; {@link #build()} freezes it. */
public final class LanceScanBuilder
    implements ScanBuilder, SupportsPushDownRequiredColumns, SupportsPushDownV2Filters {
  /** Whether Spark makes use of partitions that a source reports. */
  private static final String BUCKETING = "spark.sql.sources.v2.bucketing.enabled";

  private final TableSnapshot snapshot;
  private final StructType schema;
  private final OptionValues options;
  private StructType columns;
  private PushedPredicates predicates = PushedPredicates.NONE;

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

  @Override
  public Scan build() {
    SparkSession session = SparkSession.active();
    ScanSpec spec =
        new ScanSpec(
            snapshot.version(),
            columns,
            new RowFilter(predicates.condition()),
            ReadSettings.of(options, session));
    RowWidth width = RowWidth.of(snapshot, columns);
    FragmentPlanner planner =
        new FragmentPlanner(
            spec.settings().splitBytes(), session.sparkContext().defaultParallelism());
    return new LanceScan(
        snapshot,
        spec,
        width,
        predicates,
        new ScanPlanner(snapshot, schema, clusterColumns(session), width, planner),
        this::runtimeFilter);
  }

  /** A join stands by itself: what cannot be said to Lance need not be. */
  private RowFilter runtimeFilter(List<Predicate> learned) {
    return new RowFilter(translated(learned.toArray(Predicate[]::new)).condition());
  }

  private PushedPredicates translated(Predicate... all) {
    return PushedPredicates.of(RowMetadata.filterColumns(snapshot.schema()), all);
  }

  /** Partitions kept apart by a column are more than need be, where Spark takes no notice. */
  private StructType clusterColumns(SparkSession session) {
    return Boolean.parseBoolean(session.conf().get(BUCKETING, "false"))
        ? columns
        : new StructType();
  }
}
