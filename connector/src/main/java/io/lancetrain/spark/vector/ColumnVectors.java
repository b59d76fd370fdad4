package io.lancetrain.spark.vector;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.option.NanosecondTimestamps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Chooses the vector that shows an Arrow array as a Spark column. */
public final class ColumnVectors {
  private final ArrowColumn column;
  private final DataType type;
  private final Field field;
  private final ArrowArrayView array;

  private ColumnVectors(ArrowColumn column) {
    this.column = column;
    this.type = column.type();
    this.field = column.field();
    this.array = column.array();
  }

  /**
   * The vector of a whole {@code struct ArrowArray}.
   *
   * @param arrayAddress the address of the struct; see {@link #of(String, DataType, Field,
   *     ArrowArrayView, NanosecondTimestamps)} for the rest
   */
  static ColumnVector of(
      String column,
      DataType type,
      Field field,
      long arrayAddress,
      NanosecondTimestamps nanoseconds) {
    return of(column, type, field, ArrowArrayView.at(arrayAddress), nanoseconds);
  }

  /**
   * The vector that shows {@code array} as a column of Spark type {@code type}. It reads the
   * array's memory in place and owns none of it.
   *
   * @param column the column's name, for errors
   * @param type the Spark type; a struct in it may name only some of the Arrow struct's fields, in
   *     any order
   * @param field the Arrow type. Where it has a dictionary encoding, its type is that of the
   *     dictionary's values, as in Arrow's messages, and not that of the indices
   * @param array the rows
   * @param nanoseconds what becomes of nanoseconds that are no whole microseconds
   * @throws LanceException if the Arrow type cannot be shown as the Spark type, or if there are
   *     more elements in the array than a Spark vector can have
   */
  public static ColumnVector of(
      String column,
      DataType type,
      Field field,
      ArrowArrayView array,
      NanosecondTimestamps nanoseconds) {
    ArrowColumn arrow = new ArrowColumn(column, type, field, array, nanoseconds);
    arrow.refuseTooLong();
    ColumnVectors vectors = new ColumnVectors(arrow);
    return field.getDictionary() == null
        ? vectors.vector()
        : vectors.dictionary(field.getDictionary());
  }

  /** The fragment of each row, as an integer, from an array of Lance's row addresses. */
  public static ColumnVector fragmentIds(ArrowArrayView rowAddresses) {
    return new FragmentIdVector(rowAddresses);
  }

  private ColumnVector vector() {
    ArrowType arrow = field.getType();
    return switch (arrow.getTypeID()) {
      case List -> list(Offsets.ofInts(array));
      case LargeList -> list(Offsets.ofLongs(array));
      case FixedSizeList -> fixedSizeList(((ArrowType.FixedSizeList) arrow).getListSize());
      case Map -> map(Offsets.ofInts(array));
      case Struct -> struct();
      default -> new ScalarVectors(column).vector();
    };
  }

  private ColumnVector list(Offsets offsets) {
    column.refuseDamaged(offsets, array.child(0).length());
    ArrowArrayView elements = array.child(0).slice(offsets.first(), offsets.total());
    return new ListVector(type, array, offsets, elements(elements));
  }

  private ColumnVector fixedSizeList(int size) {
    ArrowArrayView elements = array.child(0).slice(array.offset() * size, array.length() * size);
    return new FixedSizeListVector(type, array, size, elements(elements));
  }

  private ColumnVector elements(ArrowArrayView elements) {
    if (!(type instanceof ArrayType list)) {
      throw column.doesNotFit();
    }
    return nested("element", list.elementType(), field.getChildren().get(0), elements);
  }

  private ColumnVector map(Offsets offsets) {
    if (!(type instanceof MapType map)) {
      throw column.doesNotFit();
    }
    column.refuseDamaged(offsets, array.child(0).length());
    ArrowArrayView entries = array.child(0).slice(offsets.first(), offsets.total());
    List<Field> entry = field.getChildren().get(0).getChildren();
    return new MapVector(
        type,
        array,
        offsets,
        nested("key", map.keyType(), entry.get(0), entries.field(0)),
        nested("value", map.valueType(), entry.get(1), entries.field(1)));
  }

  private ColumnVector struct() {
    if (!(type instanceof StructType struct)) {
      throw column.doesNotFit();
    }
    Map<String, Integer> positions = new HashMap<>();
    for (Field child : field.getChildren()) {
      positions.put(child.getName(), positions.size());
    }
    StructField[] wanted = struct.fields();
    ColumnVector[] fields = new ColumnVector[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      Integer position = positions.get(wanted[i].name());
      if (position == null) {
        throw column.doesNotFit();
      }
      fields[i] =
          nested(
              wanted[i].name(),
              wanted[i].dataType(),
              field.getChildren().get(position),
              array.field(position));
    }
    return new StructVector(type, array, fields);
  }

  private ColumnVector dictionary(DictionaryEncoding encoding) {
    // Spark reads the fields of a struct without asking the struct for the row.
    if (type instanceof StructType) {
      throw column.doesNotFit();
    }
    Field values =
        new Field(
            field.getName(),
            new FieldType(field.isNullable(), field.getType(), null),
            field.getChildren());
    return new DictionaryVector(
        array,
        encoding.getIndexType().getBitWidth() / 8,
        of(column.name(), type, values, array.dictionary(), column.nanoseconds()));
  }

  private ColumnVector nested(
      String name, DataType nestedType, Field nestedField, ArrowArrayView nestedArray) {
    return of(
        column.name() + "." + name, nestedType, nestedField, nestedArray, column.nanoseconds());
  }
}
