package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.TableSnapshot;
import java.util.Arrays;
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
  private final RowWidth width;
  private final ScanPlan plan;

  LanceScan(TableSnapshot snapshot, ScanSpec spec, RowWidth width, ScanPlan plan) {
    this.snapshot = snapshot;
    this.spec = spec;
    this.width = width;
    this.plan = plan;
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
        "lance %s, version %d, columns [%s], %d of %d fragments in %d partitions",
        spec.version().location(),
        spec.version().number(),
        columns,
        plan.slices().stream().flatMap(slice -> slice.fragments().stream()).distinct().count(),
        snapshot.fragments().size(),
        plan.slices().size());
  }

  @Override
  public Batch toBatch() {
    return new LanceBatch(spec, plan.slices(), width.batchRows(spec.settings().batchBytes()));
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public Statistics estimateStatistics() {
    long rows = plan.rows();
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
