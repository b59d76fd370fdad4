package io.lancetrain.spark.batch;

import io.lancetrain.spark.type.NameMatching;
import io.lancetrain.spark.type.SparkSchemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** One batch under test: writes rows, and reads them back by Arrow's own accessors. */
final class ArrowBatch implements AutoCloseable {
  private final BufferAllocator allocator = new RootAllocator();
  private final VectorSchemaRoot root;
  final ArrowRowWriter writer;

  /** A batch for rows of the schema that reading the table gives. */
  ArrowBatch(Field... fields) {
    this(SparkSchemas.of(new Schema(List.of(fields))), fields);
  }

  /** A batch for rows of another schema, whose names match in any case. */
  ArrowBatch(StructType rows, Field... fields) {
    this.root = VectorSchemaRoot.create(new Schema(List.of(fields)), allocator);
    this.writer = new ArrowRowWriter(rows, root, NameMatching.CASE_INSENSITIVE);
  }

  void write(Object... values) {
    writer.write(Rows.row(values));
  }

  void writeRow(InternalRow row) {
    writer.write(row);
  }

  /** Completes the batch and gives the values of a column; bytes come as lists, text as strings. */
  List<Object> values(int column) {
    writer.finish();
    FieldVector vector = root.getVector(column);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < root.getRowCount(); i++) {
      values.add(comparable(vector.getObject(i)));
    }
    return values;
  }

  FieldVector vector(int column) {
    return root.getVector(column);
  }

  static Object comparable(Object value) {
    if (value instanceof Text text) {
      return text.toString();
    } else if (value instanceof byte[] bytes) {
      List<Object> list = new ArrayList<>();
      for (byte b : bytes) {
        list.add(b);
      }
      return list;
    } else if (value instanceof List<?> elements) {
      List<Object> list = new ArrayList<>();
      elements.forEach(element -> list.add(comparable(element)));
      return list;
    } else if (value instanceof Map<?, ?> struct) {
      Map<Object, Object> map = new LinkedHashMap<>();
      struct.forEach((name, field) -> map.put(name.toString(), comparable(field)));
      return map;
    }
    return value;
  }

  @Override
  public void close() {
    root.close();
    allocator.close();
  }
}
