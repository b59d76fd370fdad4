package io.lancetrain.spark.batch;

import org.apache.arrow.vector.FieldVector;

/** Appends values that hold any number of others: arrays and maps. */
abstract class RepeatedWriter extends ColumnWriter {
  private boolean hadEmpty;

  RepeatedWriter(String column, FieldVector vector) {
    super(column, vector);
  }

  /** Notes how many elements a value has. */
  final void count(int elements) {
    hadEmpty |= elements == 0;
  }

  /** Whether any value since the writer was made was empty, other than below a null parent. */
  final boolean hadEmpty() {
    return hadEmpty;
  }
}
