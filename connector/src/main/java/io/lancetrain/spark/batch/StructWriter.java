package io.lancetrain.spark.batch;

import java.util.List;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Appends structs. A null struct has a null in each of its fields. */
final class StructWriter extends ColumnWriter {
  private final StructVector vector;
  private final List<ColumnWriter> fields;
  private final int[] ordinals;
  private final int width;

  /**
   * A writer of structs.
   *
   * @param fields what writes each field of the vector
   * @param ordinals where the structs that come have that field
   * @param width how many fields they have
   */
  StructWriter(
      String column, StructVector vector, List<ColumnWriter> fields, int[] ordinals, int width) {
    super(column, vector);
    this.vector = vector;
    this.fields = fields;
    this.ordinals = ordinals;
    this.width = width;
  }

  @Override
  void set(int index, SpecializedGetters values, int ordinal) {
    vector.setIndexDefined(index);
    InternalRow struct = values.getStruct(ordinal, width);
    for (int i = 0; i < ordinals.length; i++) {
      fields.get(i).append(struct, ordinals[i]);
    }
  }

  @Override
  void setEmpty(int index) {
    vector.setIndexDefined(index);
    fields.forEach(ColumnWriter::appendFiller);
  }

  @Override
  void setNull(int index) {
    super.setNull(index);
    fields.forEach(ColumnWriter::appendFiller);
  }

  @Override
  List<ColumnWriter> children() {
    return fields;
  }

  @Override
  void reset() {
    super.reset();
    fields.forEach(ColumnWriter::reset);
  }
}
