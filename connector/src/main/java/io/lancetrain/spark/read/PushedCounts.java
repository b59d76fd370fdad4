package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.predicate.PushedPredicates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An aggregation that only counts: rows, or the values of columns that are not null.
 *
 * @param counts one for each aggregate, in their order
 */
record PushedCounts(List<PushedCount> counts) implements PushedAggregation {
  /**
   * One count.
   *
   * @param name as a plan shows it
   * @param filter which of the scan's rows count
   */
  record PushedCount(String name, RowFilter filter) {
    static final PushedCount ROWS = new PushedCount("count(*)", RowFilter.NONE);
  }

  /**
   * The aggregation as counts; empty where Lance cannot answer the whole of it.
   *
   * @param translation of a predicate for Lance
   */
  static Optional<PushedCounts> of(
      Aggregation aggregation, Function<Predicate, PushedPredicates> translation) {
    if (aggregation.groupByExpressions().length > 0) {
      return Optional.empty();
    }
    List<PushedCount> counts = new ArrayList<>();
    for (AggregateFunc function : aggregation.aggregateExpressions()) {
      Optional<PushedCount> count = count(function, translation);
      if (count.isEmpty()) {
        return Optional.empty();
      }
      counts.add(count.get());
    }
    return Optional.of(new PushedCounts(List.copyOf(counts)));
  }

  private static Optional<PushedCount> count(
      AggregateFunc function, Function<Predicate, PushedPredicates> translation) {
    if (function instanceof CountStar) {
      return Optional.of(PushedCount.ROWS);
    }
    if (function instanceof Count count
        && !count.isDistinct()
        && count.column() instanceof NamedReference column) {
      PushedPredicates notNull =
          translation.apply(new Predicate("IS_NOT_NULL", new Expression[] {column}));
      return notNull.leftToSpark().length == 0
          ? Optional.of(
              new PushedCount("count(" + column + ")", new RowFilter(notNull.condition())))
          : Optional.empty();
    }
    return Optional.empty();
  }

  @Override
  public Set<String> columns() {
    return Set.of();
  }

  /** Whether the number of rows, which the driver knows, is the whole answer. */
  @Override
  public boolean isWholeAnswer(ScanSpec spec) {
    return spec.isCountable() && counts.stream().allMatch(PushedCount.ROWS::equals);
  }

  @Override
  public Scan scan(
      TableSnapshot snapshot, ScanSpec spec, PushedPredicates predicates, ScanPlanner planner) {
    if (isWholeAnswer(spec)) {
      return known(spec, snapshot.rows());
    }
    ScanPlan plan = planner.planWholeFragments(predicates.all(), spec);
    return plan.partitions().isEmpty()
        ? known(spec, 0)
        : new CountingScan(spec, this, predicates, plan.partitions());
  }

  private KnownAnswer known(ScanSpec spec, long rows) {
    Object[] values = new Object[counts.size()];
    Arrays.fill(values, rows);
    return new KnownAnswer(
        schema(),
        List.of(new GenericInternalRow(values)),
        String.format(
            "lance %s, version %d, %s from the manifest",
            spec.version().location(), spec.version().number(), this));
  }

  /** A column for each count. */
  StructType schema() {
    StructField[] fields = new StructField[counts.size()];
    for (int i = 0; i < fields.length; i++) {
      String name = counts.get(i).name() + " " + i;
      fields[i] = DataTypes.createStructField(name, DataTypes.LongType, false);
    }
    return DataTypes.createStructType(fields);
  }

  @Override
  public String toString() {
    return counts.stream().map(PushedCount::name).toList().toString();
  }
}
