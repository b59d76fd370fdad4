package io.lancetrain.spark.vector;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.Platform;

/**
 * A {@code struct ArrowArray} written word by word, for what Arrow Java cannot make: float16, and
 * offsets, counts and missing buffers at will.
 */
final class HandMadeArray implements AutoCloseable {
  private static final int DICTIONARY = 56;

  private final List<Long> allocations = new ArrayList<>();
  private final long struct;

  private HandMadeArray(
      long length, long nullCount, long offset, byte[][] buffers, HandMadeArray[] children) {
    this.struct = allocate(80);
    long bufferAddresses = allocate(8L * Math.max(1, buffers.length));
    for (int i = 0; i < buffers.length; i++) {
      long buffer = 0;
      if (buffers[i] != null) {
        buffer = allocate(Math.max(1, buffers[i].length));
        Platform.copyMemory(
            buffers[i], Platform.BYTE_ARRAY_OFFSET, null, buffer, buffers[i].length);
      }
      Platform.putLong(null, bufferAddresses + 8L * i, buffer);
    }
    long childAddresses = allocate(8L * Math.max(1, children.length));
    for (int i = 0; i < children.length; i++) {
      Platform.putLong(null, childAddresses + 8L * i, children[i].struct);
    }
    long[] words = {
      length, nullCount, offset, buffers.length, children.length, bufferAddresses, childAddresses
    };
    for (int i = 0; i < words.length; i++) {
      Platform.putLong(null, struct + 8L * i, words[i]);
    }
    for (int i = words.length; i < 10; i++) {
      Platform.putLong(null, struct + 8L * i, 0);
    }
  }

  /** An array without children; a buffer that is null has address 0. */
  static HandMadeArray of(long length, long nullCount, long offset, byte[]... buffers) {
    return ofBuffersAndChildren(length, nullCount, offset, buffers);
  }

  /** An array with only a validity buffer and children. */
  static HandMadeArray ofChildren(
      long length, long nullCount, long offset, byte[] validity, HandMadeArray... children) {
    return ofBuffersAndChildren(length, nullCount, offset, new byte[][] {validity}, children);
  }

  /** An array with buffers and children. */
  static HandMadeArray ofBuffersAndChildren(
      long length, long nullCount, long offset, byte[][] buffers, HandMadeArray... children) {
    return new HandMadeArray(length, nullCount, offset, buffers, children);
  }

  /** Makes the values of this array indices into {@code values}. */
  void dictionary(HandMadeArray values) {
    Platform.putLong(null, struct + DICTIONARY, values.struct);
  }

  long address() {
    return struct;
  }

  @Override
  public void close() {
    allocations.forEach(Platform::freeMemory);
  }

  private long allocate(long bytes) {
    long address = Platform.allocateMemory(bytes);
    allocations.add(address);
    return address;
  }
}
