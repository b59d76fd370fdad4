package io.lancetrain.spark.vector;

import org.apache.spark.unsafe.Platform;

/**
 * Where the values of strings, binaries, lists and maps start and end: value i lies from offset i
 * to offset i + 1.
 */
final class Offsets {
  private final long address;
  private final boolean wide;
  private final long first;
  private final long last;
  private final long rows;

  private Offsets(ArrowArrayView array, int width) {
    this.address = array.buffer(1) + array.offset() * width;
    this.wide = width == 8;
    this.rows = array.length();
    // An array without rows may come without offsets.
    this.first = array.length() == 0 ? 0 : at(0);
    this.last = array.length() == 0 ? 0 : at(array.length());
  }

  /** Offsets of 4 bytes, in buffer 1. */
  static Offsets ofInts(ArrowArrayView array) {
    return new Offsets(array, 4);
  }

  /** Offsets of 8 bytes, in buffer 1: those of Arrow's large types. */
  static Offsets ofLongs(ArrowArrayView array) {
    return new Offsets(array, 8);
  }

  /** The offset at {@code index}, which runs from 0 to the number of rows. */
  long at(long index) {
    return wide
        ? Platform.getLong(null, address + 8 * index)
        : Platform.getInt(null, address + 4 * index);
  }

  /** Where the first value starts. */
  long first() {
    return first;
  }

  /**
   * Whether no value ends before it starts. Lance does not look at what it decodes from a damaged
   * file, and lengths that are not true would lead outside the batch.
   */
  boolean areInOrder() {
    long wrong = first;
    long before = first;
    for (long index = 1; index <= rows; index++) {
      long here = at(index);
      wrong |= here - before;
      before = here;
    }
    return wrong >= 0;
  }

  /** Where the last value ends. */
  long end() {
    return last;
  }

  /** What all values together hold: bytes, or elements. */
  long total() {
    return last - first;
  }
}
