package io.lancetrain.spark.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;

/** Spark's internal values, made by hand. */
final class Rows {
  private Rows() {}

  static InternalRow row(Object... values) {
    return new GenericInternalRow(values);
  }

  static ArrayData array(Object... elements) {
    return new GenericArrayData(elements);
  }

  /** A map from keys and values in turn. */
  static MapData map(Object... keysAndValues) {
    List<Object> keys = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      keys.add(keysAndValues[i]);
      values.add(keysAndValues[i + 1]);
    }
    return new ArrayBasedMapData(array(keys.toArray()), array(values.toArray()));
  }
}
