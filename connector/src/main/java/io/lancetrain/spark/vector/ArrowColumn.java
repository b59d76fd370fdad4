package io.lancetrain.spark.vector;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.TableErrors;
import io.lancetrain.spark.error.TypeErrors;
import io.lancetrain.spark.option.NanosecondTimestamps;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * An Arrow array that is to be shown as a Spark column.
 *
 * @param name the column's name, for errors
 * @param type the Spark type
 * @param field the Arrow type
 * @param array the rows
 * @param nanoseconds what becomes of nanoseconds that are no whole microseconds
 */
record ArrowColumn(
    String name,
    DataType type,
    Field field,
    ArrowArrayView array,
    NanosecondTimestamps nanoseconds) {

  /** The vector, where the Spark type is the one that it shows. */
  ColumnVector as(Class<? extends DataType> expected, ColumnVector vector) {
    if (!expected.isInstance(type)) {
      throw doesNotFit();
    }
    return vector;
  }

  LanceException doesNotFit() {
    return TypeErrors.cannotRead(
        name,
        field.getType().toString(),
        "it cannot be shown as "
            + type.catalogString()
            + ". Leave the column out of the query, or rewrite it with another type.");
  }

  void refuseDamaged(Offsets offsets, long values) {
    if (!offsets.areInOrder() || offsets.end() > values) {
      throw TableErrors.damagedColumn(name);
    }
  }

  void refuseTooLong() {
    if (array.length() > Integer.MAX_VALUE) {
      throw TypeErrors.cannotRead(
          name,
          field.getType().toString(),
          "one batch has "
              + array.length()
              + " values of it, and Spark holds at most 2147483647. Set option 'batchBytes' to"
              + " less.");
    }
  }
}
