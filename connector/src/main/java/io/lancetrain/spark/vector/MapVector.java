package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarMap;

/** Maps: a list of entries, each with a key and a value. */
final class MapVector extends ArrowVector {
  private final Offsets offsets;
  private final ColumnVector keys;
  private final ColumnVector values;

  /**
   * @param keys the keys of this vector's rows alone: the first key of the first row is at 0
   * @param values the values that go with {@code keys}
   */
  MapVector(
      DataType type,
      ArrowArrayView array,
      Offsets offsets,
      ColumnVector keys,
      ColumnVector values) {
    super(type, array);
    this.offsets = offsets;
    this.keys = keys;
    this.values = values;
  }

  @Override
  public ColumnarMap getMap(int row) {
    if (isNullAt(row)) {
      return null;
    }
    long start = offsets.at(row);
    int size = (int) (offsets.at(row + 1L) - start);
    return new ColumnarMap(keys, values, (int) (start - offsets.first()), size);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return ordinal == 0 ? keys : values;
  }
}
