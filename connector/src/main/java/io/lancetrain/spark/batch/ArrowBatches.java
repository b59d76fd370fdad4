package io.lancetrain.spark.batch;

import io.lancetrain.spark.metric.WriteMetric;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The hand-over of batches from Spark's thread to the native writer's, as many as fit in the task's
 * memory, so that a slow store holds up the task and not its memory.
 */
public final class ArrowBatches extends ArrowReader {
  private final Schema schema;
  private final BatchMemory memory;
  private final WriteCounters counters;
  private final Deque<ArrowRecordBatch> waiting = new ArrayDeque<>();
  private State state = State.OPEN;
  private boolean writerWaits;
  private long lastTaken;

  private enum State {
    /** Batches come. */
    OPEN,
    /** The last batch was handed over. */
    FINISHED,
    /** The writer stopped and takes nothing more. */
    WRITER_ENDED
  }

  /**
   * No batches yet.
   *
   * @param memory counts what the allocator gives; what is kept here is guarded by its lock
   * @param counters learn how long either side waits for the other
   */
  public ArrowBatches(
      Schema schema, BufferAllocator allocator, BatchMemory memory, WriteCounters counters) {
    super(allocator);
    this.schema = schema;
    this.memory = memory;
    this.counters = counters;
  }

  /**
   * Waits until the next batch, of about so many bytes, has room. A writer that waits for it holds
   * what it needs, and would wait for ever: then it has room too.
   *
   * @return false if the writer has stopped
   */
  public boolean awaitRoom(long bytes) throws InterruptedException {
    synchronized (memory) {
      if (hasRoom(bytes)) {
        return state == State.OPEN;
      }
      long start = System.nanoTime();
      while (!hasRoom(bytes)) {
        memory.wait();
      }
      counters.add(WriteMetric.WAIT_TIME, System.nanoTime() - start);
      return state == State.OPEN;
    }
  }

  private boolean hasRoom(long bytes) {
    return state != State.OPEN || memory.hasRoomFor(bytes) || (writerWaits && waiting.isEmpty());
  }

  /**
   * Hands a batch over and leaves {@code root} empty.
   *
   * @return false if the writer has stopped
   */
  public boolean put(VectorSchemaRoot root) {
    ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch();
    root.clear();
    synchronized (memory) {
      if (state != State.OPEN) {
        batch.close();
        return false;
      }
      waiting.add(batch);
      memory.notifyAll();
      return true;
    }
  }

  /** Says that no batch follows. */
  public void finish() {
    moveTo(State.FINISHED);
  }

  /** Says that the writer takes no more; called on its thread. */
  public void writerEnded() {
    synchronized (memory) {
      moveTo(State.WRITER_ENDED);
      waiting.forEach(ArrowRecordBatch::close);
      waiting.clear();
    }
  }

  private void moveTo(State next) {
    synchronized (memory) {
      state = next;
      memory.notifyAll();
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

  private ArrowRecordBatch take() throws IOException {
    long start = System.nanoTime();
    if (lastTaken != 0) {
      counters.add(WriteMetric.ENCODE_TIME, start - lastTaken);
    }
    synchronized (memory) {
      try {
        writerWaits = true;
        memory.notifyAll();
        while (waiting.isEmpty() && state == State.OPEN) {
          memory.wait();
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IOException("the writing was interrupted", stopped);
      } finally {
        writerWaits = false;
      }
      lastTaken = System.nanoTime();
      counters.add(WriteMetric.IDLE_TIME, lastTaken - start);
      return waiting.poll();
    }
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
