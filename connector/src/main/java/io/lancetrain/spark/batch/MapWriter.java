package io.lancetrain.spark.batch;

import java.util.List;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;

/** Appends maps: a list of entries, each a struct of key and value. */
final class MapWriter extends RepeatedWriter {
  private final MapVector vector;
  private final StructVector entries;
  private final ColumnWriter keys;
  private final ColumnWriter mapValues;
  private final BatchBytes bytes;

  MapWriter(
      String column, MapVector vector, ColumnWriter keys, ColumnWriter values, BatchBytes bytes) {
    super(column, vector);
    this.vector = vector;
    this.entries = (StructVector) vector.getDataVector();
    this.keys = keys;
    this.mapValues = values;
    this.bytes = bytes;
  }

  @Override
  void set(int index, SpecializedGetters values, int ordinal) {
    MapData map = values.getMap(ordinal);
    ArrayData keyArray = map.keyArray();
    ArrayData valueArray = map.valueArray();
    vector.startNewValue(index);
    for (int i = 0; i < map.numElements(); i++) {
      entries.setIndexDefined(keys.count());
      keys.append(keyArray, i);
      mapValues.append(valueArray, i);
    }
    vector.endValue(index, map.numElements());
    count(map.numElements());
    bytes.add(MapVector.OFFSET_WIDTH);
  }

  @Override
  void setEmpty(int index) {
    vector.startNewValue(index);
    vector.endValue(index, 0);
  }

  @Override
  List<ColumnWriter> children() {
    return List.of(keys, mapValues);
  }

  @Override
  void reset() {
    super.reset();
    keys.reset();
    mapValues.reset();
  }
}
