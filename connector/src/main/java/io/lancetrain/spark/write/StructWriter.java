package io.lancetrain.spark.write;

import java.util.List;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Appends structs. A null struct has a null in each of its fields. */
final class StructWriter extends ColumnWriter {
  private final StructVector vector;
  private final List<ColumnWriter> fields;

  StructWriter(String column, StructVector vector, List<ColumnWriter> fields) {
    super(column, vector);
    this.vector = vector;
    this.fields = fields;
  }

  @Override
  void set(int index, SpecializedGetters values, int ordinal) {
    vector.setIndexDefined(index);
    InternalRow struct = values.getStruct(ordinal, fields.size());
    for (int i = 0; i < fields.size(); i++) {
      fields.get(i).append(struct, i);
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
  void reset() {
    super.reset();
    fields.forEach(ColumnWriter::reset);
  }
}
