package io.lancetrain.spark.write;

import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Appends values of a type that has no types within it. */
final class ScalarWriter extends ColumnWriter {
  /** Moves one value that is not null; returns how many bytes it takes. */
  @FunctionalInterface
  interface Setter {
    int set(int index, SpecializedGetters values, int ordinal);
  }

  private final FieldVector vector;
  private final Setter setter;
  private final BatchBytes bytes;

  ScalarWriter(String column, FieldVector vector, Setter setter, BatchBytes bytes) {
    super(column, vector);
    this.vector = vector;
    this.setter = setter;
    this.bytes = bytes;
  }

  /** Whether a value of the completed batch has at least so many bytes. */
  boolean hasValueOf(int length) {
    for (int i = 0; i < count(); i++) {
      if (length(i) >= length) {
        return true;
      }
    }
    return false;
  }

  private long length(int index) {
    if (vector instanceof BaseVariableWidthVector variable) {
      return variable.getValueLength(index);
    }
    return vector instanceof BaseLargeVariableWidthVector large ? large.getValueLength(index) : 0;
  }

  @Override
  void set(int index, SpecializedGetters values, int ordinal) {
    bytes.add(setter.set(index, values, ordinal));
  }

  @Override
  void setEmpty(int index) {
    setNull(index);
    BitVectorHelper.setBit(vector.getValidityBuffer(), index);
  }

  @Override
  void setNull(int index) {
    super.setNull(index);
    bytes.add(1);
  }
}
