package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.predicate.PushedPredicates;
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
  private final TableSnapshot snapshot;
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
    this.columns = schema;
    this.options = options;
  }

  @Override
  public void pruneColumns(StructType requiredSchema) {
    columns = requiredSchema;
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] all) {
    predicates = PushedPredicates.of(RowMetadata.filterColumns(snapshot.schema()), all);
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
    return new LanceScan(snapshot, spec, predicates, session.sparkContext().defaultParallelism());
  }
}
