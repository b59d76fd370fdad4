package io.lancetrain.spark.testing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Collected values of Spark in a form whose {@code equals} and {@code hashCode} look at content.
 */
public final class ComparableValue {
  private ComparableValue() {}

  /** Rows and arrays become lists, maps become Java's, and bytes a {@link ByteBuffer}. */
  public static Object of(Object value) {
    if (value instanceof Row row) {
      List<Object> fields = new ArrayList<>();
      for (int index = 0; index < row.size(); index++) {
        fields.add(of(row.get(index)));
      }
      return fields;
    }
    if (value instanceof Seq<?> sequence) {
      List<Object> elements = new ArrayList<>();
      JavaConverters.seqAsJavaList(sequence).forEach(element -> elements.add(of(element)));
      return elements;
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<Object, Object> entries = new HashMap<>();
      JavaConverters.mapAsJavaMap(map).forEach((key, entry) -> entries.put(of(key), of(entry)));
      return entries;
    }
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }
}
