package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.dataset.ZoneMaps;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** From what a scan was told to what it reads: leaves out fragments, then packs and cuts them. */
final class ScanPlanner {
  private final TableSnapshot snapshot;
  private final StructType schema;
  private final RowWidth width;
  private final FragmentPlanner planner;

  /**
   * A planner of one scan.
   *
   * @param schema the table's columns as Spark types
   * @param width bytes of a row
   * @param planner packs and cuts
   */
  ScanPlanner(TableSnapshot snapshot, StructType schema, RowWidth width, FragmentPlanner planner) {
    this.snapshot = snapshot;
    this.schema = schema;
    this.width = width;
    this.planner = planner;
  }

  /**
   * What a scan reads of the rows that may pass all of the predicates.
   *
   * @param predicates what Spark wants to know of each row, whoever checks it
   * @param filtered the columns that Lance's filter names; empty where Lance has no filter
   */
  ScanPlan plan(List<Predicate> predicates, Set<String> filtered) {
    ZoneMaps zoneMaps = ZoneMaps.read(snapshot.version(), columns(predicates));
    List<FragmentSummary> fragments =
        new FragmentPruner(zoneMaps).prune(snapshot.fragments(), predicates);
    return new ScanPlan(
        fragments, planner.plan(fragments, width.projectedShare(), cutting(filtered)));
  }

  /** The columns that predicates name. */
  static Set<String> columns(List<Predicate> predicates) {
    Set<String> columns = new LinkedHashSet<>();
    predicates.stream()
        .flatMap(predicate -> Stream.of(predicate.references()))
        .forEach(column -> columns.add(column.fieldNames()[0]));
    return columns;
  }

  /**
   * Each part of a filtered fragment reads the filter's columns of all of it. As many parts as the
   * scan's columns are wider than the filter's make that as much again as the rest, at most.
   */
  private Cutting cutting(Set<String> filtered) {
    if (filtered.isEmpty()) {
      return new Cutting.ByRows();
    }
    StructType columns =
        new StructType(
            Stream.of(schema.fields())
                .filter(field -> filtered.contains(field.name()))
                .toArray(StructField[]::new));
    return new Cutting.ByAddress(
        Math.max(1, width.projected() / RowWidth.of(snapshot, columns).projected()));
  }
}
