package io.lancetrain.spark.vector;

import org.apache.spark.unsafe.Platform;

/**
 * A range of rows of one {@code struct ArrowArray} of the Arrow C data interface, read in place.
 *
 * <p>Nothing is copied and nothing is owned: a view, and whatever is built on it, is good for as
 * long as the owner of the struct has not released it.
 *
 * @param address where the struct lies in memory
 * @param offset the first row of the range, counted from the start of the array's buffers: the
 *     struct's own offset is already in it
 * @param length the number of rows in the range
 */
public record ArrowArrayView(long address, long offset, long length) {
  private static final long LENGTH = 0;
  private static final long NULL_COUNT = 8;
  private static final long OFFSET = 16;
  private static final long BUFFERS = 40;
  private static final long CHILDREN = 48;
  private static final long DICTIONARY = 56;

  /** All rows of the {@code struct ArrowArray} at {@code address}. */
  public static ArrowArrayView at(long address) {
    return new ArrowArrayView(address, word(address + OFFSET), word(address + LENGTH));
  }

  /** The number of nulls among the rows of this view; -1 where nobody has counted them. */
  long nullCount() {
    long declared = word(address + NULL_COUNT);
    long declaredLength = word(address + LENGTH);
    if (declared == 0 || length == declaredLength) {
      return declared;
    }
    return declared == declaredLength ? length : -1;
  }

  /** The address of the buffer at {@code index}; 0 if the array has none there. */
  long buffer(int index) {
    return word(word(address + BUFFERS) + 8L * index);
  }

  /** All rows of the child at {@code index}, whatever rows of the parent this view shows. */
  ArrowArrayView child(int index) {
    return at(word(word(address + CHILDREN) + 8L * index));
  }

  /** The rows of a struct's field at {@code index} that belong to the rows of this view. */
  public ArrowArrayView field(int index) {
    return child(index).slice(offset, length);
  }

  /** The array that this array's values are indices of. */
  ArrowArrayView dictionary() {
    return at(word(address + DICTIONARY));
  }

  /** The {@code count} rows from row {@code start} of this view. */
  ArrowArrayView slice(long start, long count) {
    return new ArrowArrayView(address, offset + start, count);
  }

  private static long word(long address) {
    return Platform.getLong(null, address);
  }
}
