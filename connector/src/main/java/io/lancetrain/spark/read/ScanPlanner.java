package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.dataset.ZoneMaps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** From what a scan was told to what it reads: leaves out fragments, then packs and cuts them. */
final class ScanPlanner {
  private final TableSnapshot snapshot;
  private final StructType schema;
  private final StructType clusterColumns;
  private final RowWidth width;
  private final FragmentPlanner planner;

  /**
   * A planner of one scan.
   *
   * @param schema the table's columns as Spark types
   * @param clusterColumns the columns by which partitions may be kept apart; none where Spark would
   *     make no use of it
   * @param width bytes of a row
   * @param planner packs and cuts
   */
  ScanPlanner(
      TableSnapshot snapshot,
      StructType schema,
      StructType clusterColumns,
      RowWidth width,
      FragmentPlanner planner) {
    this.snapshot = snapshot;
    this.schema = schema;
    this.clusterColumns = clusterColumns;
    this.width = width;
    this.planner = planner;
  }

  /**
   * What a scan reads of the rows that may pass its filters.
   *
   * @param predicates what is known of every row that Spark wants, whoever filters
   * @param spec Lance's filter, and which of the rows are wanted
   * @param runtimeFilter the part of Lance's filter that travels with the partitions
   */
  ScanPlan plan(List<Predicate> predicates, ScanSpec spec, RowFilter runtimeFilter) {
    return plan(
        predicates,
        spec,
        runtimeFilter,
        spec.isCountable() && runtimeFilter.isNone()
            ? new Cutting.ByRows()
            : byAddress(decidingColumns(predicates, spec.rows())));
  }

  /**
   * The same where Lance counts or aggregates the rows: each part of a fragment would read all that
   * the whole reads.
   */
  ScanPlan planWholeFragments(List<Predicate> predicates, ScanSpec spec) {
    return plan(predicates, spec, RowFilter.NONE, new Cutting.Never());
  }

  private ScanPlan plan(
      List<Predicate> predicates, ScanSpec spec, RowFilter runtimeFilter, Cutting cutting) {
    Set<String> known = columns(predicates);
    known.addAll(List.of(clusterColumns.fieldNames()));
    ZoneMaps zoneMaps = ZoneMaps.read(snapshot.version(), known);
    List<FragmentSummary> fragments =
        new FragmentPruner(zoneMaps, snapshot.rowIds()).prune(snapshot.fragments(), predicates);
    Optional<Clustering> clustering =
        spec.rows().isAll()
            ? Clustering.of(clusterColumns.fields(), snapshot.fragments(), zoneMaps)
            : Optional.empty();
    List<ScanPartition> partitions =
        clustering.isPresent()
            ? keyed(fragments, clustering.get(), cutting, runtimeFilter)
            : spec.rows().isSample()
                ? sampled(fragments, cutting, spec.rows().sample())
                : plain(wanted(slices(fragments, cutting), spec), runtimeFilter);
    return new ScanPlan(
        fragments, partitions, clustering, ColumnBounds.of(schema, fragments, zoneMaps));
  }

  /** Without what lies outside the window, where the driver knows which rows that is. */
  private List<FragmentSlice> wanted(List<FragmentSlice> slices, ScanSpec spec) {
    if (!spec.isCountable() || spec.rows().isAll()) {
      return slices;
    }
    Map<Integer, Long> rows =
        snapshot.fragments().stream()
            .collect(Collectors.toMap(FragmentSummary::id, FragmentSummary::rows));
    return spec.rows().window().of(slices, rows::get);
  }

  private static List<ScanPartition> plain(List<FragmentSlice> slices, RowFilter runtimeFilter) {
    return slices.stream()
        .<ScanPartition>map(slice -> new ScanPartition.Plain(slice, runtimeFilter))
        .toList();
  }

  /** Tasks for so much less than all rows take in so many more of them. */
  private List<ScanPartition> sampled(
      List<FragmentSummary> fragments, Cutting cutting, TableSample sample) {
    List<FragmentSlice> slices =
        planner.plan(fragments, width.projectedShare() * sample.share(), cutting);
    List<List<RowRange>> ranges = sample.of(slices);
    List<ScanPartition> partitions = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      if (!ranges.get(i).isEmpty()) {
        partitions.add(new ScanPartition.Sampled(slices.get(i), ranges.get(i)));
      }
    }
    return partitions;
  }

  private List<ScanPartition> keyed(
      List<FragmentSummary> fragments,
      Clustering clustering,
      Cutting cutting,
      RowFilter runtimeFilter) {
    Map<InternalRow, List<FragmentSummary>> byKey = new LinkedHashMap<>();
    for (FragmentSummary fragment : fragments) {
      byKey.computeIfAbsent(clustering.key(fragment.id()), key -> new ArrayList<>()).add(fragment);
    }
    List<ScanPartition> partitions = new ArrayList<>();
    byKey.forEach(
        (key, ofKey) ->
            slices(ofKey, cutting)
                .forEach(
                    slice -> partitions.add(new ScanPartition.Keyed(slice, runtimeFilter, key))));
    return partitions;
  }

  private List<FragmentSlice> slices(List<FragmentSummary> fragments, Cutting cutting) {
    return planner.plan(fragments, width.projectedShare(), cutting);
  }

  /** The columns that decide which rows are read, by filter or by order. */
  private static Set<String> decidingColumns(List<Predicate> predicates, PushedRows rows) {
    Set<String> columns = columns(predicates);
    rows.order().forEach(order -> columns.add(order.column()));
    return columns;
  }

  /** The columns that predicates name. */
  private static Set<String> columns(List<Predicate> predicates) {
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
  private Cutting byAddress(Set<String> filtered) {
    StructType columns =
        new StructType(
            Stream.of(schema.fields())
                .filter(field -> filtered.contains(field.name()))
                .toArray(StructField[]::new));
    return new Cutting.ByAddress(
        Math.max(1, width.projected() / RowWidth.of(snapshot, columns).projected()));
  }
}
