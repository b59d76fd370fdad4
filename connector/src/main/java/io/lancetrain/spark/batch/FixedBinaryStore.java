package io.lancetrain.spark.batch;

import io.lancetrain.spark.batch.FixedWidthWriter.Store;
import io.lancetrain.spark.error.TypeErrors;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.unsafe.Platform;

/** How bytes, always as many, get from a row to an address. */
record FixedBinaryStore(String column, int width) implements Store {
  @Override
  public void put(long address, SpecializedGetters values, int ordinal) {
    byte[] value = values.getBinary(ordinal);
    if (value.length != width) {
      throw TypeErrors.value(
          column,
          "of " + value.length + " bytes",
          "fixed-size binary of " + width + " bytes",
          "every value of the column must have exactly that many bytes.");
    }
    Platform.copyMemory(value, Platform.BYTE_ARRAY_OFFSET, null, address, width);
  }
}
