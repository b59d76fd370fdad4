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
 * many as its slice has rows. A slice has about {@code splitBytes} stored bytes of the columns that
 * are read, or a fragment, as fragments are not cut; aggregations for which a task would have to
 * hold the values of a much larger one are left to Spark.
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

  /**
   * About how many times as fast as Spark Lance is on one core where the groups are few. Where
   * nearly every row is a group of its own, it is somewhat slower, which nobody knows beforehand.
   */
  private static final int SPEED_UP = 2;

  /**
   * Stored bytes that a task may group. The strings among the keys of its groups must not take more
   * than 2 GiB, and are stored in an eighth of their size at best.
   */
  private static final long MOST_GROUPED_BYTES = 256L << 20;

  /** The same if Lance is to do it; empty where Spark is more exact, or uses more cores. */
  Optional<PushedGroups> by(TaskEstimate tasks) {
    long count = merging == Merging.IMPOSSIBLE ? tasks.fewest() : tasks.ofLance();
    if (count * SPEED_UP < tasks.ofSpark()
        || (holdsValues() && tasks.bytes() > MOST_GROUPED_BYTES)) {
      return Optional.empty();
    }
    if (count <= 1) {
      return Optional.of(new PushedGroups(aggregation, schema, columns, Merging.NOT_NEEDED, text));
    }
    return merging == Merging.BY_SPARK ? Optional.of(this) : Optional.empty();
  }

  /** Whether a task has to remember the values that it has seen. */
  private boolean holdsValues() {
    return !aggregation.keys().isEmpty()
        || aggregation.measures().stream()
            .anyMatch(measure -> measure.function() == AggregateFunction.COUNT_DISTINCT);
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
