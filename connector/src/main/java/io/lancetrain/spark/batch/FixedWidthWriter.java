package io.lancetrain.spark.batch;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;

/** Appends values that all take the same number of bytes, at their address. */
final class FixedWidthWriter extends ScalarWriter {
  /** Puts one value that is not null at an address. */
  @FunctionalInterface
  interface Store {
    void put(long address, SpecializedGetters values, int ordinal);
  }

  /** How Spark keeps the elements of its own arrays. */
  enum Elements {
    /** As Arrow keeps the vector's. */
    LIKE_ARROW,
    OTHERWISE
  }

  private static final int LEAST_VALUES = 1024;

  private final BaseFixedWidthVector vector;
  private final int width;
  private final Store store;
  private final Elements elements;
  private final BatchBytes bytes;
  private long valuesAddress;
  private long validityAddress;
  private int capacity;
  private int expected;

  FixedWidthWriter(
      String column,
      BaseFixedWidthVector vector,
      Store store,
      Elements elements,
      BatchBytes bytes) {
    super(column, vector);
    this.vector = vector;
    this.width = vector.getTypeWidth();
    this.store = store;
    this.elements = elements;
    this.bytes = bytes;
  }

  @Override
  void set(int index, SpecializedGetters values, int ordinal) {
    reserve(index + 1L);
    store.put(valuesAddress + (long) index * width, values, ordinal);
    ValidityBits.set(validityAddress, index);
    bytes.add(width);
  }

  @Override
  void setEmpty(int index) {
    setNull(index);
    ValidityBits.set(validityAddress, index);
  }

  /** New memory is all zeros. */
  @Override
  void setNull(int index) {
    reserve(index + 1L);
    bytes.add(width);
  }

  /** Elements that lie in Spark's memory as Arrow wants them are copied at once. */
  @Override
  void appendAll(ArrayData array, int length) {
    if (elements == Elements.LIKE_ARROW
        && array instanceof UnsafeArrayData unsafe
        && !ContiguousElements.hasNull(unsafe)) {
      int from = count();
      reserve((long) from + length);
      Platform.copyMemory(
          unsafe.getBaseObject(),
          ContiguousElements.offset(unsafe),
          null,
          valuesAddress + (long) from * width,
          (long) length * width);
      ValidityBits.setRange(validityAddress, from, from + length);
      bytes.add((long) length * width);
      advance(length);
    } else {
      super.appendAll(array, length);
    }
  }

  private void reserve(long values) {
    if (values > capacity) {
      grow(values);
    }
  }

  private void grow(long values) {
    if (capacity == 0) {
      vector.allocateNew(Math.toIntExact(Math.max(values, Math.max(expected, LEAST_VALUES))));
    }
    while (vector.getValueCapacity() < values) {
      vector.reAlloc();
    }
    capacity = vector.getValueCapacity();
    valuesAddress = vector.getDataBufferAddress();
    validityAddress = vector.getValidityBufferAddress();
  }

  /** The next batch has about as many values as this one. */
  @Override
  void reset() {
    expected = count() + count() / 16;
    capacity = 0;
    super.reset();
  }
}
