package io.lancetrain.spark.training;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns that follow from a row's content alone: its hash, which is its place in the permutation,
 * and about how many bytes it takes.
 *
 * <p>Spark's xxHash64 leaves a null out and does not hash maps; so whether a value is null is
 * hashed beside it, and a column with a map as JSON.
 */
final class RowHash {
  private RowHash() {}

  /** A hash of these columns of a row; different seeds give unrelated hashes. */
  static Column of(StructType schema, List<String> columns, long seed) {
    List<Column> values = columns.stream().map(RowHash::column).toList();
    List<Column> hashed = new ArrayList<>();
    hashed.add(functions.lit(seed));
    for (int i = 0; i < values.size(); i++) {
      Column value = values.get(i);
      boolean asJson = hasMap(schema.apply(columns.get(i)).dataType());
      hashed.add(asJson ? functions.to_json(functions.struct(value)) : value);
    }
    for (int from = 0; from < values.size(); from += Long.SIZE) {
      hashed.add(nulls(values.subList(from, Math.min(values.size(), from + Long.SIZE))));
    }
    return functions.xxhash64(hashed.toArray(Column[]::new));
  }

  /**
   * A bit for each of at most 64 columns, set where it is null: one value to hash, not 64. Columns
   * that cannot be null have theirs, so that the same rows have the same hash whether their source
   * says so or not; Spark folds those bits to a constant.
   */
  private static Column nulls(List<Column> columns) {
    Column bits = functions.lit(0L);
    for (int bit = 0; bit < columns.size(); bit++) {
      Column isNull = functions.isnull(columns.get(bit)).cast(DataTypes.LongType);
      bits = bits.bitwiseOR(functions.shiftleft(isNull, bit));
    }
    return bits;
  }

  /** About how many bytes the values of a row take in memory. */
  static Column bytes(StructType schema) {
    Column sum = functions.lit(0L);
    for (StructField field : schema.fields()) {
      sum = sum.plus(bytes(field));
    }
    return sum;
  }

  private static Column bytes(StructField field) {
    DataType type = field.dataType();
    Column column = column(field.name());
    Column bytes;
    if (type.equals(DataTypes.StringType) || type.equals(DataTypes.BinaryType)) {
      bytes = functions.octet_length(column);
    } else if (type instanceof ArrayType array) {
      bytes = functions.size(column).multiply(functions.lit(array.elementType().defaultSize()));
    } else {
      return functions.lit((long) type.defaultSize());
    }
    return functions.coalesce(bytes.cast(DataTypes.LongType), functions.lit(0L));
  }

  /** A column by its name, whatever letters that has. */
  static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  private static boolean hasMap(DataType type) {
    if (type instanceof MapType) {
      return true;
    } else if (type instanceof ArrayType array) {
      return hasMap(array.elementType());
    } else if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        if (hasMap(field.dataType())) {
          return true;
        }
      }
    }
    return false;
  }
}
