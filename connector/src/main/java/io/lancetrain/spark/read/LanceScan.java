package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.predicate.PushedPredicates;
import io.lancetrain.spark.read.FragmentPlanner.RangeKind;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A scan as the planner sees it: its columns, its size, its description. */
final class LanceScan implements Scan, SupportsReportStatistics {
  private final TableSnapshot snapshot;
  private final ScanSpec spec;
  private final PushedPredicates predicates;
  private final RowWidth width;
  private final List<FragmentSlice> slices;

  LanceScan(TableSnapshot snapshot, ScanSpec spec, PushedPredicates predicates, int cores) {
    this.snapshot = snapshot;
    this.spec = spec;
    this.predicates = predicates;
    this.width = RowWidth.of(snapshot, spec.columns());
    this.slices =
        new FragmentPlanner(spec.settings().splitBytes(), cores)
            .plan(
                snapshot.fragments(),
                width.projectedShare(),
                spec.filter().isNone() ? RangeKind.ROWS : RangeKind.ADDRESSES);
  }

  @Override
  public StructType readSchema() {
    return spec.columns();
  }

  @Override
  public String description() {
    String columns =
        Arrays.stream(spec.columns().fields())
            .map(StructField::name)
            .collect(Collectors.joining(", "));
    return String.format(
        "lance %s, version %d, columns [%s], %s%d of %d fragments in %d partitions",
        spec.version().location(),
        spec.version().number(),
        columns,
        predicates.description().isEmpty() ? "" : predicates.description() + ", ",
        slices.stream().flatMap(slice -> slice.fragments().stream()).distinct().count(),
        snapshot.fragments().size(),
        slices.size());
  }

  @Override
  public Batch toBatch() {
    return new LanceBatch(spec, slices, width.batchRows(spec.settings().batchBytes()));
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public Statistics estimateStatistics() {
    long rows = snapshot.rows();
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(Math.max(1, rows * width.projected()));
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.of(rows);
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LanceScan that && spec.equals(that.spec);
  }

  @Override
  public int hashCode() {
    return spec.hashCode();
  }

  @Override
  public String toString() {
    return description();
  }
}
