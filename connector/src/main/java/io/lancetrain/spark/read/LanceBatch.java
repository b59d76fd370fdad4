package io.lancetrain.spark.read;

import java.util.List;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * The physical scan: a partition for each slice.
 *
 * <p>It is equal to another with an equal spec: without that, Spark drops dynamic partition pruning
 * and the reuse of exchanges in silence.
 */
final class LanceBatch implements Batch {
  private final ScanSpec spec;
  private final List<FragmentSlice> slices;
  private final long batchRows;

  LanceBatch(ScanSpec spec, List<FragmentSlice> slices, long batchRows) {
    this.spec = spec;
    this.slices = slices;
    this.batchRows = batchRows;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return slices.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new ColumnarReaderFactory(spec, batchRows);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LanceBatch that && spec.equals(that.spec);
  }

  @Override
  public int hashCode() {
    return spec.hashCode();
  }
}
