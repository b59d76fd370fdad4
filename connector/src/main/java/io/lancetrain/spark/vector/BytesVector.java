package io.lancetrain.spark.vector;

import io.lancetrain.spark.error.TypeErrors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Strings and binaries of varying length. A string is not copied: it points into the batch. */
final class BytesVector extends ArrowVector {
  private final String column;
  private final Offsets offsets;
  private final long data;

  BytesVector(String column, DataType type, ArrowArrayView array, Offsets offsets) {
    super(type, array);
    this.column = column;
    this.offsets = offsets;
    this.data = array.buffer(2);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    if (isNullAt(row)) {
      return null;
    }
    long start = offsets.at(row);
    return UTF8String.fromAddress(null, data + start, size(start, offsets.at(row + 1L)));
  }

  @Override
  public byte[] getBinary(int row) {
    if (isNullAt(row)) {
      return null;
    }
    long start = offsets.at(row);
    byte[] value = new byte[size(start, offsets.at(row + 1L))];
    Platform.copyMemory(null, data + start, value, Platform.BYTE_ARRAY_OFFSET, value.length);
    return value;
  }

  private int size(long start, long end) {
    long size = end - start;
    if (size > Integer.MAX_VALUE) {
      throw TypeErrors.value(
          column,
          "of " + size + " bytes",
          type.catalogString(),
          "Spark holds at most 2147483647 bytes in one value. Leave the column out of the query.");
    }
    return (int) size;
  }
}
