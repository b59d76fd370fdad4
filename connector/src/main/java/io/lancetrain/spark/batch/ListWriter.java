package io.lancetrain.spark.batch;

import java.util.List;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** Appends arrays of any length. */
final class ListWriter extends RepeatedWriter {
  private final ListVector vector;
  private final ColumnWriter elements;
  private final BatchBytes bytes;

  ListWriter(String column, ListVector vector, ColumnWriter elements, BatchBytes bytes) {
    super(column, vector);
    this.vector = vector;
    this.elements = elements;
    this.bytes = bytes;
  }

  @Override
  void set(int index, SpecializedGetters values, int ordinal) {
    ArrayData array = values.getArray(ordinal);
    vector.startNewValue(index);
    elements.appendAll(array, array.numElements());
    vector.endValue(index, array.numElements());
    count(array.numElements());
    bytes.add(ListVector.OFFSET_WIDTH);
  }

  @Override
  void setEmpty(int index) {
    vector.startNewValue(index);
    vector.endValue(index, 0);
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
