package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.NativeBatch;
import io.lancetrain.spark.vector.ArrowArrayView;
import io.lancetrain.spark.vector.ArrowSizes;

/**
 * A batch with its size.
 *
 * @param batch the batch, which is closed with this
 * @param rows its rows
 * @param bytes the memory that it holds
 */
record FetchedBatch(NativeBatch batch, long rows, long bytes) implements AutoCloseable {
  static FetchedBatch of(NativeBatch batch) {
    ArrowArrayView struct = ArrowArrayView.at(batch.address());
    return new FetchedBatch(
        batch, struct.length(), ArrowSizes.bytes(batch.schema().getFields(), struct));
  }

  @Override
  public void close() {
    batch.close();
  }
}
