package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.NativeScan;
import io.lancetrain.spark.dataset.ScanRequest;
import io.lancetrain.spark.error.TypeErrors;
import io.lancetrain.spark.vector.ArrowArrayView;
import io.lancetrain.spark.vector.ColumnVectors;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * One task's slice, batch by batch. A batch lies in native memory and is valid until the next one.
 */
final class ColumnarReader implements PartitionReader<ColumnarBatch> {
  private final ScanSpec spec;
  private final NativeScan scan;
  private int[] positions;
  private ColumnarBatch batch;

  ColumnarReader(ScanSpec spec, ScanPartition partition, long batchRows) {
    this.spec = spec;
    this.scan =
        NativeScan.start(
            spec.version(),
            new ScanRequest(
                spec.dataColumns(),
                spec.metadataColumns(),
                partition.slice().fragments(),
                partition.slice().rows(),
                spec.filter().and(partition.runtimeFilter()),
                spec.firstOfTask(),
                batchRows));
  }

  /** Where in Lance's batches each of Spark's columns is. */
  private int[] positions() {
    StructField[] wanted = spec.columns().fields();
    List<String> found = scan.schema().getFields().stream().map(Field::getName).toList();
    int[] result = new int[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      result[i] = found.indexOf(columnOfLance(wanted[i].name()));
      if (result[i] < 0) {
        throw TypeErrors.cannotRead(
            wanted[i].name(),
            wanted[i].dataType().catalogString(),
            "Lance returned the columns " + found + " in its place. Leave the column out.");
      }
    }
    return result;
  }

  private static String columnOfLance(String name) {
    return name.equals(RowMetadata.FRAGMENT_ID.name()) ? RowMetadata.ROW_ADDRESS.name() : name;
  }

  @Override
  public boolean next() {
    if (!scan.next()) {
      batch = null;
      return false;
    }
    if (positions == null) {
      positions = positions();
    }
    ArrowArrayView struct = ArrowArrayView.at(scan.batchAddress());
    ColumnVector[] vectors = new ColumnVector[positions.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = vector(spec.columns().fields()[i], struct, positions[i]);
    }
    batch = new ColumnarBatch(vectors, Math.toIntExact(struct.length()));
    return true;
  }

  private ColumnVector vector(StructField column, ArrowArrayView struct, int position) {
    ArrowArrayView array = struct.field(position);
    if (column.name().equals(RowMetadata.FRAGMENT_ID.name())) {
      return ColumnVectors.fragmentIds(array);
    }
    return ColumnVectors.of(
        column.name(),
        column.dataType(),
        scan.schema().getFields().get(position),
        array,
        spec.settings().nanoseconds());
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  @Override
  public void close() {
    scan.close();
  }
}
