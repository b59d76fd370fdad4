package io.lancetrain.spark.write;

import io.lancetrain.spark.type.ColumnPaths;
import java.util.List;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/** Chooses, once for each vector, what writes into it. */
final class ColumnWriters {
  private ColumnWriters() {}

  /**
   * The writer of a vector and of all vectors below it.
   *
   * @param column the dotted path of the column, for error messages
   * @param vector the vector; the rows' type is the one that reading it gives
   * @param bytes counts what is written
   */
  static ColumnWriter of(String column, FieldVector vector, BatchBytes bytes) {
    if (vector instanceof ExtensionTypeVector<?> extension) {
      return of(column, (FieldVector) extension.getUnderlyingVector(), bytes);
    } else if (vector instanceof StructVector struct) {
      List<ColumnWriter> fields =
          struct.getChildrenFromFields().stream()
              .map(child -> of(ColumnPaths.child(column, child.getName()), child, bytes))
              .toList();
      return new StructWriter(column, struct, fields);
    } else if (vector instanceof MapVector map) {
      List<FieldVector> entry = ((StructVector) map.getDataVector()).getChildrenFromFields();
      ColumnWriter keys = of(ColumnPaths.key(column), entry.get(0), bytes);
      ColumnWriter values = of(ColumnPaths.value(column), entry.get(1), bytes);
      return new MapWriter(column, map, keys, values, bytes);
    } else if (vector instanceof ListVector list) {
      return new ListWriter(column, list, elements(column, list.getDataVector(), bytes), bytes);
    } else if (vector instanceof LargeListVector list) {
      ColumnWriter elements = elements(column, list.getDataVector(), bytes);
      return new LargeListWriter(column, list, elements, bytes);
    } else if (vector instanceof FixedSizeListVector list) {
      return new VectorWriter(column, list, elements(column, list.getDataVector(), bytes));
    }
    return new ScalarWriter(column, vector, ScalarSetters.of(column, vector), bytes);
  }

  private static ColumnWriter elements(String column, FieldVector vector, BatchBytes bytes) {
    return of(ColumnPaths.element(column), vector, bytes);
  }
}
