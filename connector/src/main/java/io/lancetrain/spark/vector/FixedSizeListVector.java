package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** Lists that all have the same length: the vectors of machine learning. */
final class FixedSizeListVector extends ArrowVector {
  private final int size;
  private final ColumnVector elements;

  /**
   * @param elements the elements of this vector's rows alone: the first element of the first row is
   *     at 0
   */
  FixedSizeListVector(DataType type, ArrowArrayView array, int size, ColumnVector elements) {
    super(type, array);
    this.size = size;
    this.elements = elements;
  }

  @Override
  public ColumnarArray getArray(int row) {
    return isNullAt(row) ? null : new ColumnarArray(elements, row * size, size);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return elements;
  }
}
