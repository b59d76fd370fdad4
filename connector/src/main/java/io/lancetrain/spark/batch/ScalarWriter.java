package io.lancetrain.spark.batch;

import org.apache.arrow.vector.FieldVector;

/** Appends values of a type that has no types within it. */
abstract class ScalarWriter extends ColumnWriter {
  ScalarWriter(String column, FieldVector vector) {
    super(column, vector);
  }

  /** Whether a value of the completed batch has at least so many bytes. */
  boolean hasValueOf(int length) {
    return false;
  }
}
