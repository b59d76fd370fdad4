package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.NativeAggregation;
import io.lancetrain.spark.dataset.NativeAggregation.AggregateFunction;
import io.lancetrain.spark.dataset.NativeAggregation.Measure;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.predicate.PushedPredicates;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;

/**
 * An aggregation that Lance computes, of groups or of all rows as one group: each task returns the
 * groups of its slice.
 *
 * <p>The groups of a task lie in native memory, which Spark neither counts nor spills: at most as
 * many as its slice has rows, and so about as many bytes as {@code splitBytes} allows a slice,
 * times what a hash table takes besides its keys.
 *
 * @param aggregation as Lance takes it
 * @param schema the columns of the groups, as Spark types
 * @param columns the columns that are read
 * @param merging who merges what tasks return
 * @param text as a plan shows it
 */
record PushedGroups(
    NativeAggregation aggregation,
    StructType schema,
    Set<String> columns,
    Merging merging,
    String text)
    implements PushedAggregation {
  /** What becomes of the groups of several tasks. */
  enum Merging {
    /** Spark merges them. */
    BY_SPARK,
    /** They cannot be merged exactly: there must be one task. */
    IMPOSSIBLE,
    /** There is one task. */
    NOT_NEEDED
  }

  /** How many times as fast as Spark Lance is on one core, at the least. */
  private static final int SPEED_UP = 2;

  /**
   * The same, where Lance is to do it.
   *
   * @param tasks how many it would take, for it aggregates fragments as a whole
   * @param tasksOfSpark how many Spark would have at work, for it reads parts of fragments
   */
  Optional<PushedGroups> by(long tasks, long tasksOfSpark) {
    if (tasks * SPEED_UP < tasksOfSpark) {
      return Optional.empty();
    }
    if (tasks <= 1) {
      return Optional.of(new PushedGroups(aggregation, schema, columns, Merging.NOT_NEEDED, text));
    }
    return merging == Merging.BY_SPARK ? Optional.of(this) : Optional.empty();
  }

  @Override
  public boolean isWholeAnswer(ScanSpec spec) {
    return merging == Merging.NOT_NEEDED;
  }

  @Override
  public Scan scan(
      TableSnapshot snapshot, ScanSpec spec, PushedPredicates predicates, ScanPlanner planner) {
    ScanPlan plan = planner.planWholeFragments(predicates.all(), spec);
    if (plan.partitions().isEmpty()) {
      return new KnownAnswer(
          schema,
          aggregation.keys().isEmpty() ? List.of(ofNoRows()) : List.of(),
          String.format(
              "lance %s, version %d, %s of no rows",
              spec.version().location(), spec.version().number(), text));
    }
    return new AggregateScan(snapshot, spec, this, predicates, plan);
  }

  /** What Spark makes of no rows: a count is zero, all else null. */
  private InternalRow ofNoRows() {
    return new GenericInternalRow(
        aggregation.measures().stream().map(PushedGroups::ofNoRows).toArray());
  }

  private static Object ofNoRows(Measure measure) {
    AggregateFunction function = measure.function();
    return function == AggregateFunction.COUNT || function == AggregateFunction.COUNT_DISTINCT
        ? 0L
        : null;
  }

  @Override
  public String toString() {
    return text;
  }
}
