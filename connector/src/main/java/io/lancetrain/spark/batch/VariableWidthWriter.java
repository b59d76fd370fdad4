package io.lancetrain.spark.batch;

import io.lancetrain.spark.error.TypeErrors;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Appends strings or bytes, from where they lie in Spark's memory to where they belong in Arrow's.
 */
final class VariableWidthWriter extends ScalarWriter {
  /** What the bytes are. */
  enum Content {
    TEXT,
    BYTES
  }

  private final VariableWidthBuffers buffers;
  private final Content content;
  private final BatchBytes bytes;

  VariableWidthWriter(
      String column, VariableWidthBuffers buffers, Content content, BatchBytes bytes) {
    super(column, buffers.vector());
    this.buffers = buffers;
    this.content = content;
    this.bytes = bytes;
  }

  @Override
  void set(int index, SpecializedGetters values, int ordinal) {
    if (values instanceof UnsafeRow row) {
      setLocated(index, row.getBaseObject(), row.getBaseOffset(), row.getLong(ordinal));
    } else if (values instanceof UnsafeArrayData array) {
      setLocated(index, array.getBaseObject(), array.getBaseOffset(), array.getLong(ordinal));
    } else if (content == Content.TEXT) {
      UTF8String text = values.getUTF8String(ordinal);
      set(index, text.getBaseObject(), text.getBaseOffset(), text.numBytes());
    } else {
      byte[] binary = values.getBinary(ordinal);
      set(index, binary, Platform.BYTE_ARRAY_OFFSET, binary.length);
    }
  }

  /** Spark's rows and arrays keep the offset and the length of a value in one number. */
  private void setLocated(int index, Object base, long baseOffset, long offsetAndLength) {
    set(index, base, baseOffset + (int) (offsetAndLength >> Integer.SIZE), (int) offsetAndLength);
  }

  private void set(int index, Object base, long offset, int length) {
    if (content == Content.TEXT && !Utf8.isValid(base, offset, length)) {
      throw TypeErrors.value(
          column(),
          "of " + length + " bytes",
          "string",
          "its bytes are not UTF-8. Write the column as BINARY.");
    }
    if (length > buffers.most() - buffers.end()) {
      throw TypeErrors.value(
          column(),
          "of " + length + " bytes",
          typeName(),
          "the values of one batch would take more than 2 GiB. Write fewer elements in a row, or"
              + " set batchBytes to less.");
    }
    buffers.append(index, base, offset, length);
    bytes.add((long) length + buffers.offsetWidth());
  }

  @Override
  void setEmpty(int index) {
    buffers.append(index, null, 0, 0);
    bytes.add(buffers.offsetWidth());
  }

  @Override
  void setNull(int index) {
    buffers.appendNull(index);
    bytes.add(buffers.offsetWidth());
  }

  @Override
  boolean hasValueOf(int length) {
    for (int i = 0; i < count(); i++) {
      if (buffers.length(i) >= length) {
        return true;
      }
    }
    return false;
  }

  @Override
  void complete() {
    buffers.complete(count());
  }

  @Override
  void reset() {
    buffers.reset(count());
    super.reset();
  }
}
