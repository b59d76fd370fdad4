package io.lancetrain.spark.batch;

import java.util.List;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** Appends arrays of any length to a vector with 64-bit offsets, as a table made elsewhere has. */
final class LargeListWriter extends RepeatedWriter {
  private final LargeListVector vector;
  private final ColumnWriter elements;
  private final BatchBytes bytes;

  LargeListWriter(String column, LargeListVector vector, ColumnWriter elements, BatchBytes bytes) {
    super(column, vector);
    this.vector = vector;
    this.elements = elements;
    this.bytes = bytes;
  }

  @Override
  void set(int index, SpecializedGetters values, int ordinal) {
    ArrayData array = values.getArray(ordinal);
    vector.startNewValue((long) index);
    elements.appendAll(array, array.numElements());
    vector.endValue(index, (long) array.numElements());
    count(array.numElements());
    bytes.add(LargeListVector.OFFSET_WIDTH);
  }

  @Override
  void setEmpty(int index) {
    vector.startNewValue((long) index);
    vector.endValue(index, 0L);
  }

  @Override
  List<ColumnWriter> children() {
    return List.of(elements);
  }

  @Override
  void reset() {
    super.reset();
    elements.reset();
  }
}
