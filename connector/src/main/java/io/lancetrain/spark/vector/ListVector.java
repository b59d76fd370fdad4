package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** Lists of varying length. */
final class ListVector extends ArrowVector {
  private final Offsets offsets;
  private final ColumnVector elements;

  /**
   * @param elements the elements of this vector's rows alone: the first element of the first row is
   *     at 0
   */
  ListVector(DataType type, ArrowArrayView array, Offsets offsets, ColumnVector elements) {
    super(type, array);
    this.offsets = offsets;
    this.elements = elements;
  }

  @Override
  public ColumnarArray getArray(int row) {
    if (isNullAt(row)) {
      return null;
    }
    long start = offsets.at(row);
    int size = (int) (offsets.at(row + 1L) - start);
    return new ColumnarArray(elements, (int) (start - offsets.first()), size);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return elements;
  }
}
