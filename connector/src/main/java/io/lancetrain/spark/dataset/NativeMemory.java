package io.lancetrain.spark.dataset;

import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The one Arrow allocator of the connector in this JVM, parent of every other.
 *
 * <p>Each scan and each writer has a child of its own and closes it, so that {@link #allocated()}
 * is 0 whenever nothing runs.
 */
public final class NativeMemory {
  private static final BufferAllocator ROOT = new RootAllocator();

  private NativeMemory() {}

  /** A new allocator, which its owner closes. */
  public static BufferAllocator allocator(String owner) {
    return ROOT.newChildAllocator(owner, 0, Long.MAX_VALUE);
  }

  /** A new allocator, which its owner closes, and which tells what it gives and takes back. */
  public static BufferAllocator allocator(String owner, AllocationListener listener) {
    return ROOT.newChildAllocator(owner, listener, 0, Long.MAX_VALUE);
  }

  /** Bytes that Arrow buffers of the connector hold in this JVM. */
  public static long allocated() {
    return ROOT.getAllocatedMemory();
  }

  static BufferAllocator root() {
    return ROOT;
  }
}
