package io.lancetrain.spark.predicate;

import io.lancetrain.spark.type.NameMatching;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** A column of rows, or a field of a struct in one, whose values compare. */
public final class RowColumn implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Where the field is at each level; empty for a column that is always null. */
  private final int[] ordinals;

  /** How many fields the struct has that is at each level but the last. */
  private final int[] widths;

  private final DataType type;

  private RowColumn(int[] ordinals, int[] widths, DataType type) {
    this.ordinals = ordinals;
    this.widths = widths;
    this.type = type;
  }

  /**
   * A column; one that the rows lack is null in each of them.
   *
   * @param path its name, after those of the structs that it is in
   * @return empty for one whose values do not compare
   */
  public static Optional<RowColumn> of(StructType rows, NameMatching names, String... path) {
    int[] ordinals = new int[path.length];
    int[] widths = new int[path.length];
    DataType type = rows;
    for (int level = 0; level < path.length; level++) {
      if (!(type instanceof StructType struct)) {
        return Optional.empty();
      }
      List<Integer> found = names.ordinals(struct, path[level]);
      if (found.isEmpty()) {
        return Optional.of(new RowColumn(new int[0], new int[0], struct));
      }
      ordinals[level] = found.get(0);
      type = struct.fields()[ordinals[level]].dataType();
      widths[level] = type instanceof StructType below ? below.fields().length : 0;
    }
    return ComparableValue.compares(type)
        ? Optional.of(new RowColumn(ordinals, widths, type))
        : Optional.empty();
  }

  /** The value in a row; null where it is null. */
  public ComparableValue of(InternalRow row) {
    if (ordinals.length == 0) {
      return null;
    }
    InternalRow struct = row;
    int last = ordinals.length - 1;
    for (int level = 0; level < last; level++) {
      if (struct.isNullAt(ordinals[level])) {
        return null;
      }
      struct = struct.getStruct(ordinals[level], widths[level]);
    }
    return struct.isNullAt(ordinals[last])
        ? null
        : ComparableValue.of(struct.get(ordinals[last], type), type).orElseThrow();
  }
}
