package io.lancetrain.spark.dataset;

import org.apache.spark.memory.MemoryConsumer;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.TaskMemoryManager;

/**
 * What a task holds in native batches, charged to Spark's pool of off-heap memory where there is
 * one.
 *
 * <p>It is taken once, on the task's thread: asking for more may make other operators of the task
 * spill, which is theirs to do on that thread.
 */
public final class OffHeapReservation extends MemoryConsumer implements AutoCloseable {
  private final long granted;

  private OffHeapReservation(TaskMemoryManager manager, long wanted) {
    super(manager, MemoryMode.OFF_HEAP);
    this.granted =
        manager.getTungstenMemoryMode() == MemoryMode.OFF_HEAP ? acquireMemory(wanted) : wanted;
  }

  /**
   * Asks for memory; what Spark does not grant is not used.
   *
   * @param manager the task's
   * @param wanted how many bytes
   */
  public static OffHeapReservation take(TaskMemoryManager manager, long wanted) {
    return new OffHeapReservation(manager, wanted);
  }

  /** How many bytes may be held: those that were granted, or all where nobody counts. */
  public long bytes() {
    return granted;
  }

  /** Batches that wait cannot be given up: they would have to be made again. */
  @Override
  public long spill(long size, MemoryConsumer trigger) {
    return 0;
  }

  @Override
  public void close() {
    freeMemory(getUsed());
  }
}
