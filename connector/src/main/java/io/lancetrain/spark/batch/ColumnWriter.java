package io.lancetrain.spark.batch;

import io.lancetrain.spark.error.TypeErrors;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Appends values to one vector: a column, or a field, element, key or value within one.
 *
 * <p>Every vector below a struct or a vector of fixed length has to advance with its parent, also
 * where the parent is null; {@link #appendFiller} does that.
 */
abstract class ColumnWriter {
  private final String column;
  private final FieldVector vector;
  private final boolean nullable;
  private int count;
  private boolean hadNull;

  ColumnWriter(String column, FieldVector vector) {
    this.column = column;
    this.vector = vector;
    this.nullable = vector.getField().isNullable();
  }

  /** Appends the value at {@code ordinal} of a row, an array, or one side of a map. */
  final void append(SpecializedGetters values, int ordinal) {
    if (values.isNullAt(ordinal)) {
      if (!nullable) {
        throw TypeErrors.value(
            column, null, typeName() + " NOT NULL", "the column of the table allows no nulls.");
      }
      hadNull = true;
      setNull(count);
    } else {
      set(count, values, ordinal);
    }
    count++;
  }

  /** Appends the first elements of an array. */
  void appendAll(ArrayData array, int length) {
    for (int i = 0; i < length; i++) {
      append(array, i);
    }
  }

  /**
   * Appends what stands below a null parent and is never read: a null, or, since Lance refuses
   * nulls in a field declared without, an empty value.
   */
  final void appendFiller() {
    if (nullable) {
      setNull(count);
    } else {
      setEmpty(count);
    }
    count++;
  }

  /** Where the next value goes. */
  final int count() {
    return count;
  }

  /** Notes that so many values, none of them null, were appended at once. */
  final void advance(int values) {
    count += values;
  }

  final String column() {
    return column;
  }

  /** Whether the column allows nulls. */
  final boolean isNullable() {
    return nullable;
  }

  /** Whether any value since the writer was made was null, other than below a null parent. */
  final boolean hadNull() {
    return hadNull;
  }

  /** What writes the vectors below this one. */
  List<ColumnWriter> children() {
    return List.of();
  }

  /** The vector's Arrow type, as error messages name it. */
  final String typeName() {
    return vector.getField().getType().toString();
  }

  /**
   * Completes the batch. Lance reads the first offset of an empty vector too, in memory that the
   * vector must have for it.
   */
  final void finish() {
    if (count == 0) {
      vector.allocateNew();
    } else {
      complete();
      children().forEach(ColumnWriter::finish);
    }
  }

  /** Tells the vector what it does not know of the values. */
  void complete() {}

  /** Begins the next batch. */
  void reset() {
    count = 0;
  }

  abstract void set(int index, SpecializedGetters values, int ordinal);

  /** Sets a value of zero or of no elements. */
  abstract void setEmpty(int index);

  void setNull(int index) {
    vector.setNull(index);
  }
}
