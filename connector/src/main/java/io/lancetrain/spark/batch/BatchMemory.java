package io.lancetrain.spark.batch;

import org.apache.arrow.memory.AllocationListener;

/**
 * Counts the bytes of a task's batches: of the one that is filled, of those that wait, and of those
 * that the native writer still holds. What the native writer copies for its encoders Arrow does not
 * see.
 *
 * <p>Whoever waits for memory to come back waits on this object; all its methods may be called on
 * any thread.
 */
public final class BatchMemory implements AllocationListener {
  private final long most;
  private long held;
  private long peak;

  /**
   * Nothing held yet.
   *
   * @param most how many bytes the task may hold
   */
  public BatchMemory(long most) {
    this.most = most;
  }

  @Override
  public synchronized void onAllocation(long size) {
    held += size;
    peak = Math.max(peak, held);
  }

  @Override
  public synchronized void onRelease(long size) {
    held -= size;
    notifyAll();
  }

  /** Whether so many bytes more may be taken now. */
  synchronized boolean hasRoomFor(long bytes) {
    return held + bytes <= most;
  }

  /** The most bytes that were held at one time. */
  public synchronized long peak() {
    return peak;
  }
}
