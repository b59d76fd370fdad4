package io.lancetrain.spark.batch;

import io.lancetrain.spark.type.ColumnPaths;
import io.lancetrain.spark.type.NameMatching;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Chooses, once for each vector, what writes into it. */
final class ColumnWriters {
  private final NameMatching names;
  private final BatchBytes bytes;

  /**
   * Makes writers.
   *
   * @param names which field of a struct goes into which vector
   * @param bytes counts what is written
   */
  ColumnWriters(NameMatching names, BatchBytes bytes) {
    this.names = names;
    this.bytes = bytes;
  }

  /**
   * The writer of a vector and of all vectors below it.
   *
   * @param column the dotted path of the column, for error messages
   * @param vector the vector
   * @param type the type of the values, found to fit the vector
   */
  ColumnWriter of(String column, FieldVector vector, DataType type) {
    if (vector instanceof ExtensionTypeVector<?> extension) {
      return of(column, (FieldVector) extension.getUnderlyingVector(), type);
    } else if (vector instanceof StructVector struct) {
      return struct(column, struct, (StructType) type);
    } else if (vector instanceof MapVector map) {
      MapType mapType = (MapType) type;
      List<FieldVector> entry = ((StructVector) map.getDataVector()).getChildrenFromFields();
      ColumnWriter keys = of(ColumnPaths.key(column), entry.get(0), mapType.keyType());
      ColumnWriter values = of(ColumnPaths.value(column), entry.get(1), mapType.valueType());
      return new MapWriter(column, map, keys, values, bytes);
    } else if (vector instanceof ListVector list) {
      return new ListWriter(column, list, elements(column, list.getDataVector(), type), bytes);
    } else if (vector instanceof LargeListVector list) {
      return new LargeListWriter(column, list, elements(column, list.getDataVector(), type), bytes);
    } else if (vector instanceof FixedSizeListVector list) {
      return new VectorWriter(column, list, elements(column, list.getDataVector(), type));
    }
    return ScalarWriters.of(column, vector, type, bytes);
  }

  private ColumnWriter struct(String column, StructVector vector, StructType type) {
    List<FieldVector> children = vector.getChildrenFromFields();
    int[] ordinals = names.ordinals(type, children.stream().map(FieldVector::getName).toList());
    List<ColumnWriter> fields = new ArrayList<>();
    for (FieldVector child : children) {
      DataType childType = type.fields()[ordinals[fields.size()]].dataType();
      fields.add(of(ColumnPaths.child(column, child.getName()), child, childType));
    }
    return new StructWriter(column, vector, fields, ordinals, type.fields().length);
  }

  private ColumnWriter elements(String column, FieldVector vector, DataType type) {
    return of(ColumnPaths.element(column), vector, ((ArrayType) type).elementType());
  }
}
