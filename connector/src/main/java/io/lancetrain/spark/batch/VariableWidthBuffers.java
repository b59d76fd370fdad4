package io.lancetrain.spark.batch;

import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.unsafe.Platform;

/**
 * The memory of a vector of strings or bytes while it is filled from its first value on: offsets of
 * 32 or 64 bits, validity, and the bytes.
 */
abstract class VariableWidthBuffers {
  private static final int LEAST_VALUES = 1024;
  private static final int LEAST_BYTES = 1 << 14;

  private final FieldVector vector;
  private int capacity;
  private long byteCapacity;
  private long offsetsAddress;
  private long validityAddress;
  private long dataAddress;
  private long end;
  private int expectedValues;
  private long expectedBytes;

  private VariableWidthBuffers(FieldVector vector) {
    this.vector = vector;
  }

  static VariableWidthBuffers of(BaseVariableWidthVector vector) {
    return new Small(vector);
  }

  static VariableWidthBuffers of(BaseLargeVariableWidthVector vector) {
    return new Large(vector);
  }

  final FieldVector vector() {
    return vector;
  }

  /** How many bytes the values so far have. */
  final long end() {
    return end;
  }

  final void append(int index, Object base, long offset, int length) {
    reserve(index + 1, end + length);
    Platform.copyMemory(base, offset, null, dataAddress + end, length);
    end += length;
    putOffset(offsetsAddress, index + 1, end);
    ValidityBits.set(validityAddress, index);
  }

  final void appendNull(int index) {
    reserve(index + 1, end);
    putOffset(offsetsAddress, index + 1, end);
  }

  /** The length of a value of the batch. */
  final long length(int index) {
    return offset(offsetsAddress, index + 1) - offset(offsetsAddress, index);
  }

  private void reserve(int values, long bytes) {
    if (values > capacity || bytes > byteCapacity) {
      grow(values, bytes);
    }
  }

  private void grow(int values, long bytes) {
    if (capacity == 0) {
      allocate(
          Math.max(bytes, Math.max(expectedBytes, LEAST_BYTES)),
          Math.max(values, Math.max(expectedValues, LEAST_VALUES)));
    }
    while (vector.getValueCapacity() < values) {
      growOffsets();
    }
    if (vector.getDataBuffer().capacity() < bytes) {
      growData(bytes);
    }
    capacity = vector.getValueCapacity();
    byteCapacity = vector.getDataBuffer().capacity();
    offsetsAddress = vector.getOffsetBuffer().memoryAddress();
    validityAddress = vector.getValidityBuffer().memoryAddress();
    dataAddress = vector.getDataBuffer().memoryAddress();
  }

  /** Begins the next batch, which is about as large as the last, of so many values. */
  final void reset(int values) {
    expectedValues = values + values / 16;
    expectedBytes = end + end / 16;
    capacity = 0;
    byteCapacity = 0;
    end = 0;
  }

  /** How wide an offset is. */
  abstract int offsetWidth();

  /** How many bytes all values together may have. */
  abstract long most();

  /** Tells the vector that its first values are set. */
  abstract void complete(int values);

  abstract void putOffset(long address, int index, long offset);

  abstract long offset(long address, int index);

  abstract void allocate(long bytes, int values);

  abstract void growOffsets();

  abstract void growData(long bytes);

  private static final class Small extends VariableWidthBuffers {
    private final BaseVariableWidthVector vector;

    Small(BaseVariableWidthVector vector) {
      super(vector);
      this.vector = vector;
    }

    @Override
    int offsetWidth() {
      return BaseVariableWidthVector.OFFSET_WIDTH;
    }

    @Override
    long most() {
      return Integer.MAX_VALUE;
    }

    @Override
    void complete(int values) {
      vector.setLastSet(values - 1);
    }

    @Override
    void putOffset(long address, int index, long offset) {
      Platform.putInt(null, address + (long) index * Integer.BYTES, (int) offset);
    }

    @Override
    long offset(long address, int index) {
      return Platform.getInt(null, address + (long) index * Integer.BYTES);
    }

    @Override
    void allocate(long bytes, int values) {
      vector.allocateNew(bytes, values);
    }

    @Override
    void growOffsets() {
      vector.reallocValidityAndOffsetBuffers();
    }

    @Override
    void growData(long bytes) {
      vector.reallocDataBuffer(bytes);
    }
  }

  private static final class Large extends VariableWidthBuffers {
    private final BaseLargeVariableWidthVector vector;

    Large(BaseLargeVariableWidthVector vector) {
      super(vector);
      this.vector = vector;
    }

    @Override
    int offsetWidth() {
      return BaseLargeVariableWidthVector.OFFSET_WIDTH;
    }

    @Override
    long most() {
      return Long.MAX_VALUE;
    }

    @Override
    void complete(int values) {
      vector.setLastSet(values - 1);
    }

    @Override
    void putOffset(long address, int index, long offset) {
      Platform.putLong(null, address + (long) index * Long.BYTES, offset);
    }

    @Override
    long offset(long address, int index) {
      return Platform.getLong(null, address + (long) index * Long.BYTES);
    }

    @Override
    void allocate(long bytes, int values) {
      vector.allocateNew(bytes, values);
    }

    @Override
    void growOffsets() {
      vector.reallocValidityAndOffsetBuffers();
    }

    @Override
    void growData(long bytes) {
      while (vector.getDataBuffer().capacity() < bytes) {
        vector.reallocDataBuffer();
      }
    }
  }
}
