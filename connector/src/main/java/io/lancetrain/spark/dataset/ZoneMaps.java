package io.lancetrain.spark.dataset;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.unsafe.types.UTF8String;
import org.lance.Dataset;
import org.lance.index.Index;
import org.lance.index.IndexType;
import org.lance.index.scalar.ZoneStats;
import org.lance.schema.LanceField;

/**
 * The zone maps of a table version: which values of a column a fragment can hold at all. Lance has
 * them for columns with an index of type ZONEMAP, and for the fragments that it covers.
 */
public final class ZoneMaps {
  private static final ZoneMaps NONE = new ZoneMaps(Map.of());

  private final Map<String, Map<Integer, ValueRange>> ranges;

  private ZoneMaps(Map<String, Map<Integer, ValueRange>> ranges) {
    this.ranges = ranges;
  }

  /** Knows nothing. */
  public static ZoneMaps none() {
    return NONE;
  }

  /**
   * Reads the zone maps of these columns, as far as there are any. Costs no request where the table
   * has no such index.
   */
  public static ZoneMaps read(TableVersion version, Collection<String> columns) {
    if (columns.isEmpty()) {
      return NONE;
    }
    return AnswerLimit.await(
        "read the zone maps of",
        version.location(),
        () -> {
          try (DatasetLease lease = TableOpener.lease(version)) {
            return new ZoneMaps(ranges(lease.dataset(), Set.copyOf(columns)));
          }
        });
  }

  private static Map<String, Map<Integer, ValueRange>> ranges(
      Dataset dataset, Set<String> columns) {
    Map<String, Map<Integer, ValueRange>> ranges = new HashMap<>();
    if (dataset.listIndexes().isEmpty()) {
      return ranges;
    }
    List<Index> zoneMaps =
        dataset.getIndexes().stream()
            .filter(index -> index.indexType() == IndexType.ZONEMAP)
            .toList();
    for (LanceField field : dataset.getLanceSchema().fields()) {
      if (columns.contains(field.getName()) && isComparedAsInSpark(field.getType())) {
        Set<Integer> covered = covered(zoneMaps, field.getId());
        if (!covered.isEmpty()) {
          ranges.put(
              field.getName(), byFragment(dataset.getZonemapStats(field.getName()), covered));
        }
      }
    }
    return ranges;
  }

  /** Types whose values Lance hands over, and orders as Spark does. */
  private static boolean isComparedAsInSpark(ArrowType type) {
    if (type instanceof ArrowType.Int integer) {
      return integer.getIsSigned();
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      return timestamp.getUnit() == TimeUnit.MICROSECOND;
    }
    if (type instanceof ArrowType.Date date) {
      return date.getUnit() == DateUnit.DAY;
    }
    return type instanceof ArrowType.Utf8 || type instanceof ArrowType.Bool;
  }

  /** The fragments that the column's zone maps are true of; others may have changed since. */
  private static Set<Integer> covered(List<Index> zoneMaps, int field) {
    return zoneMaps.stream()
        .filter(index -> index.fields().equals(List.of(field)))
        .flatMap(index -> index.fragments().stream().flatMap(List::stream))
        .collect(Collectors.toSet());
  }

  private static Map<Integer, ValueRange> byFragment(List<ZoneStats> zones, Set<Integer> covered) {
    Map<Integer, ValueRange> ranges = new HashMap<>();
    Set<Integer> unknown = new HashSet<>();
    for (ZoneStats zone : zones) {
      int fragment = zone.getFragmentId();
      if (!covered.contains(fragment) || zone.getMin() == null || zone.getMax() == null) {
        unknown.add(fragment);
      } else {
        ValueRange range =
            new ValueRange(value(zone.getMin()), value(zone.getMax()), zone.getNullCount());
        ranges.merge(fragment, range, ZoneMaps::union);
      }
    }
    ranges.keySet().removeAll(unknown);
    return ranges;
  }

  /** Java orders strings by their 16-bit characters, Lance and Spark by their bytes. */
  private static Comparable<?> value(Comparable<?> ofLance) {
    return ofLance instanceof String text ? UTF8String.fromString(text) : ofLance;
  }

  private static ValueRange union(ValueRange one, ValueRange other) {
    return new ValueRange(
        compare(one.least(), other.least()) <= 0 ? one.least() : other.least(),
        compare(one.greatest(), other.greatest()) >= 0 ? one.greatest() : other.greatest(),
        one.nulls() + other.nulls());
  }

  @SuppressWarnings("unchecked") // The values of one column have one type.
  private static int compare(Comparable<?> one, Comparable<?> other) {
    return ((Comparable<Object>) one).compareTo(other);
  }

  /** The values of a column in a fragment; empty where nothing is known. */
  public Optional<ValueRange> range(String column, int fragment) {
    return Optional.ofNullable(ranges.getOrDefault(column, Map.of()).get(fragment));
  }

  /** The values of a column in all of these fragments; empty where one of them is not known. */
  public Optional<ValueRange> range(String column, List<FragmentSummary> fragments) {
    List<Optional<ValueRange>> each =
        fragments.stream().map(fragment -> range(column, fragment.id())).toList();
    return each.stream().allMatch(Optional::isPresent)
        ? each.stream().map(Optional::get).reduce(ZoneMaps::union)
        : Optional.empty();
  }
}
