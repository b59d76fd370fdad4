package io.lancetrain.spark.batch;

import io.lancetrain.spark.error.TypeErrors;
import java.util.List;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** Appends arrays that all have the vector's length. A null one takes as much room as any other. */
final class VectorWriter extends ColumnWriter {
  private final FixedSizeListVector vector;
  private final ColumnWriter elements;
  private final int length;

  VectorWriter(String column, FixedSizeListVector vector, ColumnWriter elements) {
    super(column, vector);
    this.vector = vector;
    this.elements = elements;
    this.length = vector.getListSize();
  }

  @Override
  void set(int index, SpecializedGetters values, int ordinal) {
    ArrayData array = values.getArray(ordinal);
    if (array.numElements() != length) {
      throw TypeErrors.value(
          column(),
          "of " + array.numElements() + " elements",
          "vector of length " + length,
          "every array of the column must have exactly that many elements.");
    }
    vector.setNotNull(index);
    elements.appendAll(array, length);
  }

  @Override
  void setEmpty(int index) {
    vector.setNotNull(index);
    fillElements();
  }

  @Override
  void setNull(int index) {
    super.setNull(index);
    fillElements();
  }

  private void fillElements() {
    for (int i = 0; i < length; i++) {
      elements.appendFiller();
    }
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
