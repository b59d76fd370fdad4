package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.HasPartitionKey;
import org.apache.spark.sql.connector.read.InputPartition;

/** What one task gets. What all tasks share is in the {@link ColumnarReaderFactory}. */
sealed interface ScanPartition extends InputPartition {
  /** What it reads. */
  FragmentSlice slice();

  /**
   * A filter that came with the other side of a join, when the scan was planned already. Spark
   * keeps the factory of the scan as it was before, so that it travels with the partition.
   */
  RowFilter runtimeFilter();

  /** Its rows as ranges over all of its fragments; empty where their number is not known. */
  default List<RowRange> ranges() {
    return slice().range().map(List::of).orElse(List.of());
  }

  /** A partition that may hold any rows. */
  record Plain(FragmentSlice slice, RowFilter runtimeFilter) implements ScanPartition {}

  /**
   * A partition whose rows all have one value in the column that the scan is partitioned by.
   *
   * @param partitionKey a row of that value
   */
  record Keyed(FragmentSlice slice, RowFilter runtimeFilter, InternalRow partitionKey)
      implements ScanPartition, HasPartitionKey {}

  /**
   * A partition of which a sample holds some rows only.
   *
   * @param ranges those rows, at least one
   */
  record Sampled(FragmentSlice slice, List<RowRange> ranges) implements ScanPartition {
    @Override
    public RowFilter runtimeFilter() {
      return RowFilter.NONE;
    }
  }
}
