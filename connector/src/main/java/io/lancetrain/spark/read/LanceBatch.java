package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.RowFilter;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * The physical scan: a partition for each slice.
 *
 * <p>It is equal to another with equal specs: without that, Spark drops dynamic partition pruning
 * and the reuse of exchanges in silence.
 */
final class LanceBatch implements Batch {
  private final ScanSpec spec;
  private final RowFilter runtimeFilter;
  private final ScanPlan plan;
  private final RowWidth width;

  LanceBatch(ScanSpec spec, RowFilter runtimeFilter, ScanPlan plan, RowWidth width) {
    this.spec = spec;
    this.runtimeFilter = runtimeFilter;
    this.plan = plan;
    this.width = width;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return plan.partitions().toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new ColumnarReaderFactory(spec, width);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LanceBatch that
        && spec.equals(that.spec)
        && runtimeFilter.equals(that.runtimeFilter);
  }

  @Override
  public int hashCode() {
    return spec.hashCode();
  }
}
