package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.NativeCount;
import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.TableVersion;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Reads one row of counts for each slice. */
final class CountReaderFactory implements PartitionReaderFactory {
  private static final long serialVersionUID = 1L;

  private final TableVersion version;
  private final List<RowFilter> filters;

  /**
   * A factory.
   *
   * @param version what is counted
   * @param filters which rows each count counts
   */
  CountReaderFactory(TableVersion version, List<RowFilter> filters) {
    this.version = version;
    this.filters = filters;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    FragmentSlice slice = ((ScanPartition) partition).slice();
    return new PartitionReader<>() {
      private boolean isDone;

      @Override
      public boolean next() {
        boolean isFirst = !isDone;
        isDone = true;
        return isFirst;
      }

      @Override
      public InternalRow get() {
        return new GenericInternalRow(filters.stream().map(this::count).toArray());
      }

      private Object count(RowFilter filter) {
        return NativeCount.rows(version, slice.fragments(), slice.rows(), filter);
      }

      @Override
      public void close() {}
    };
  }
}
