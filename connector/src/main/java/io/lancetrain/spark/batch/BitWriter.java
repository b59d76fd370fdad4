package io.lancetrain.spark.batch;

import org.apache.arrow.vector.BitVector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Appends booleans. */
final class BitWriter extends ScalarWriter {
  private final BitVector vector;
  private final BatchBytes bytes;

  BitWriter(String column, BitVector vector, BatchBytes bytes) {
    super(column, vector);
    this.vector = vector;
    this.bytes = bytes;
  }

  @Override
  void set(int index, SpecializedGetters values, int ordinal) {
    vector.setSafe(index, values.getBoolean(ordinal) ? 1 : 0);
    bytes.add(1);
  }

  @Override
  void setEmpty(int index) {
    vector.setSafe(index, 0);
    bytes.add(1);
  }

  @Override
  void setNull(int index) {
    vector.setNull(index);
    bytes.add(1);
  }
}
