package io.lancetrain.spark.write;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The hand-over of batches from Spark's thread to the native writer's, one waiting at most, so that
 * a slow store holds up the task and not its memory.
 */
final class ArrowBatches extends ArrowReader {
  private final Schema schema;
  private ArrowRecordBatch waiting;
  private State state = State.OPEN;

  private enum State {
    /** Batches come. */
    OPEN,
    /** The last batch was handed over. */
    FINISHED,
    /** The writer stopped and takes nothing more. */
    WRITER_ENDED
  }

  ArrowBatches(Schema schema, BufferAllocator allocator) {
    super(allocator);
    this.schema = schema;
  }

  /**
   * Hands a batch over and leaves {@code root} empty; waits while another batch waits.
   *
   * @return false if the writer has stopped
   */
  boolean put(VectorSchemaRoot root) throws InterruptedException {
    ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch();
    root.clear();
    try {
      synchronized (this) {
        while (waiting != null && state == State.OPEN) {
          wait();
        }
        if (state != State.OPEN) {
          return false;
        }
        waiting = batch;
        batch = null;
        notifyAll();
        return true;
      }
    } finally {
      if (batch != null) {
        batch.close();
      }
    }
  }

  /** Says that no batch follows. */
  synchronized void finish() {
    moveTo(State.FINISHED);
  }

  /** Says that the writer takes no more; called on its thread. */
  synchronized void writerEnded() {
    moveTo(State.WRITER_ENDED);
    discard();
  }

  private void moveTo(State next) {
    state = next;
    notifyAll();
  }

  private void discard() {
    if (waiting != null) {
      waiting.close();
      waiting = null;
    }
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    ArrowRecordBatch batch = take();
    if (batch == null) {
      return false;
    }
    prepareLoadNextBatch();
    loadRecordBatch(batch);
    return true;
  }

  private synchronized ArrowRecordBatch take() throws IOException {
    try {
      while (waiting == null && state == State.OPEN) {
        wait();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("the writing was interrupted", stopped);
    }
    ArrowRecordBatch batch = waiting;
    waiting = null;
    notifyAll();
    return batch;
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    // What a batch holds is released with the batch.
  }
}
