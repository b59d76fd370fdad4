package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Structs: row i of a field belongs to row i of the struct. */
final class StructVector extends ArrowVector {
  private final ColumnVector[] fields;

  /**
   * @param fields the fields that the Spark type names, in its order
   */
  StructVector(DataType type, ArrowArrayView array, ColumnVector[] fields) {
    super(type, array);
    this.fields = fields;
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return fields[ordinal];
  }
}
