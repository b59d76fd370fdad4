package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.predicate.PushedPredicates;
import java.util.List;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;

/** Counts that Lance makes: each task returns one row with those of its slice, Spark adds them. */
final class CountingScan implements Scan, Batch {
  private final ScanSpec spec;
  private final PushedCounts counts;
  private final PushedPredicates predicates;
  private final List<ScanPartition> partitions;

  /**
   * A scan.
   *
   * @param spec what is counted; its columns are not read
   * @param counts the counts
   * @param predicates what became of them
   * @param partitions of whole fragments and address ranges; at least one, or there would be no sum
   */
  CountingScan(
      ScanSpec spec,
      PushedCounts counts,
      PushedPredicates predicates,
      List<ScanPartition> partitions) {
    this.spec = spec;
    this.counts = counts;
    this.predicates = predicates;
    this.partitions = partitions;
  }

  @Override
  public StructType readSchema() {
    return counts.schema();
  }

  @Override
  public String description() {
    return String.format(
        "lance %s, version %d, %s, %scounted in %d partitions",
        spec.version().location(),
        spec.version().number(),
        counts,
        predicates.description().isEmpty() ? "" : predicates.description() + ", ",
        partitions.size());
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return partitions.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new CountReaderFactory(spec.version(), filters());
  }

  /** Which rows each count counts. */
  private List<RowFilter> filters() {
    return counts.counts().stream().map(count -> spec.filter().and(count.filter())).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CountingScan that
        && spec.equals(that.spec)
        && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * spec.hashCode() + counts.hashCode();
  }
}
