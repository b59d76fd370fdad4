package io.lancetrain.spark.vector;

import io.lancetrain.spark.error.TypeErrors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Values of 8 bytes, of which Spark's type cannot hold each: those that it cannot are refused. */
abstract class CheckedVector extends ArrowVector {
  private final String column;
  private final long data;

  CheckedVector(String column, DataType type, ArrowArrayView array) {
    super(type, array);
    this.column = column;
    this.data = array.buffer(1) + array.offset() * 8;
  }

  /** The value as Arrow holds it. */
  final long stored(int row) {
    return Platform.getLong(null, data + 8L * row);
  }

  /**
   * What to return for a value that cannot be held: 0 if the slot is null, since its value means
   * nothing. This way no check for null is made where values are good.
   *
   * @throws io.lancetrain.spark.error.LanceException if the slot is not null
   */
  final int refused(int row, String value, String reason) {
    if (isNullAt(row)) {
      return 0;
    }
    throw TypeErrors.value(column, value, type.catalogString(), reason);
  }
}
