package io.lancetrain.spark.read;

import io.lancetrain.spark.error.TableErrors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** What all tasks of a scan share; it travels to the executors once for each stage. */
final class ColumnarReaderFactory implements PartitionReaderFactory {
  private static final long serialVersionUID = 1L;

  private final ScanSpec spec;
  private final RowWidth width;

  ColumnarReaderFactory(ScanSpec spec, RowWidth width) {
    this.spec = spec;
    this.width = width;
  }

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    return new ColumnarReader(spec, (ScanPartition) partition, width);
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw TableErrors.unsupported(
        spec.version().location().toString(), "read row by row from", "it is read in batches.");
  }
}
