package io.lancetrain.spark.type;

import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Which values of fixed width Lance writes and reads again: vectors (fixed-size lists) above all.
 *
 * <p>Lance's native code ends the whole process on vectors of strings, binaries and nulls, on
 * vectors of structs within a list or a map, and on wide values in lists in structs where both
 * lists and structs are null; it writes vectors of structs that hold lists, but cannot read them.
 */
final class VectorRules {
  static final String REASON =
      "Lance holds vectors of elements of fixed width, of such vectors, and, outside of arrays and"
          + " maps, of structs without arrays and maps; but none of 256 bytes or more in arrays or"
          + " maps within a struct. Use a plain array.";

  /** From this width on Lance encodes each value by itself, and loses count of nulls above. */
  private static final long WIDE_BITS = 256L * Byte.SIZE;

  /**
   * What lies above a field.
   *
   * @param repeated whether an array, map or vector does
   * @param nullableStruct whether a struct does that may be null
   * @param repeatedInStruct whether an array or map does that itself is in such a struct
   */
  private record Above(boolean repeated, boolean nullableStruct, boolean repeatedInStruct) {
    static final Above NOTHING = new Above(false, false, false);

    Above and(Field field) {
      return switch (ArrowFields.storageType(field).getTypeID()) {
        case Struct -> new Above(repeated, nullableStruct || field.isNullable(), repeatedInStruct);
        case List, LargeList, Map ->
            new Above(true, nullableStruct, repeatedInStruct || nullableStruct);
        case FixedSizeList -> new Above(true, nullableStruct, repeatedInStruct);
        default -> this;
      };
    }
  }

  private VectorRules() {}

  /** The path of the first value of fixed width, at or below a field, that Lance does not hold. */
  static Optional<String> firstNotHeld(String path, Field field) {
    return firstNotHeld(path, field, Above.NOTHING);
  }

  private static Optional<String> firstNotHeld(String path, Field field, Above above) {
    ArrowType type = ArrowFields.storageType(field);
    if (type instanceof ArrowType.FixedSizeList list
        && (list.getListSize() < 1 || !isHeld(field.getChildren().get(0), above))) {
      return Optional.of(path);
    }
    if (above.repeatedInStruct() && bits(field) >= WIDE_BITS) {
      return Optional.of(path);
    }
    return field.getChildren().stream()
        .flatMap(
            child ->
                firstNotHeld(ColumnPaths.of(path, type, child), child, above.and(field)).stream())
        .findFirst();
  }

  private static boolean isHeld(Field element, Above above) {
    ArrowType type = ArrowFields.storageType(element);
    return switch (type.getTypeID()) {
      case Bool, Int, FloatingPoint, Decimal, FixedSizeBinary, Date, Time, Timestamp, Duration ->
          true;
      case FixedSizeList -> bits(element) > 0;
      case Struct -> !above.repeated() && holdsNoList(element);
      default -> false;
    };
  }

  private static boolean holdsNoList(Field field) {
    return field.getChildren().stream()
        .allMatch(
            child ->
                switch (ArrowFields.storageType(child).getTypeID()) {
                  case List, LargeList, Map, Null -> false;
                  default -> holdsNoList(child);
                });
  }

  /** The width of one value, or 0 where values have no fixed width. */
  private static long bits(Field field) {
    ArrowType type = ArrowFields.storageType(field);
    return switch (type.getTypeID()) {
      case Bool -> 1;
      case Int -> ((ArrowType.Int) type).getBitWidth();
      case FloatingPoint -> bits(((ArrowType.FloatingPoint) type).getPrecision());
      case Decimal -> ((ArrowType.Decimal) type).getBitWidth();
      case FixedSizeBinary -> (long) ((ArrowType.FixedSizeBinary) type).getByteWidth() * Byte.SIZE;
      case Date, Time, Timestamp, Duration -> Long.SIZE;
      case FixedSizeList ->
          ((ArrowType.FixedSizeList) type).getListSize() * bits(field.getChildren().get(0));
      default -> 0;
    };
  }

  private static long bits(FloatingPointPrecision precision) {
    return switch (precision) {
      case HALF -> Short.SIZE;
      case SINGLE -> Float.SIZE;
      case DOUBLE -> Double.SIZE;
    };
  }
}
