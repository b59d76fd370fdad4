package io.lancetrain.spark.type;

import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Which vectors (fixed-size lists) Lance writes and reads again.
 *
 * <p>Lance's native code ends the whole process on vectors of strings, binaries and nulls, and on
 * vectors of structs within a list or a map; it writes vectors of structs that hold lists, but
 * cannot read them.
 */
final class VectorRules {
  static final String REASON =
      "Lance holds vectors of elements of fixed width, of such vectors, and, outside of arrays and"
          + " maps, of structs without arrays and maps. Use a plain array.";

  private VectorRules() {}

  /** The path of the first vector at or below a field that Lance does not hold. */
  static Optional<String> firstNotHeld(String path, Field field) {
    return firstNotHeld(path, field, Place.OUTSIDE_REPEATED);
  }

  private enum Place {
    OUTSIDE_REPEATED,
    WITHIN_REPEATED
  }

  private static Optional<String> firstNotHeld(String path, Field field, Place place) {
    ArrowType type = ArrowFields.storageType(field);
    if (type instanceof ArrowType.FixedSizeList list) {
      Field element = field.getChildren().get(0);
      if (list.getListSize() < 1 || !isHeld(element, place)) {
        return Optional.of(path);
      }
    }
    Place below =
        switch (type.getTypeID()) {
          case List, LargeList, Map, FixedSizeList -> Place.WITHIN_REPEATED;
          default -> place;
        };
    return field.getChildren().stream()
        .flatMap(child -> firstNotHeld(ColumnPaths.of(path, type, child), child, below).stream())
        .findFirst();
  }

  private static boolean isHeld(Field element, Place place) {
    ArrowType type = ArrowFields.storageType(element);
    return switch (type.getTypeID()) {
      case Bool, Int, FloatingPoint, Decimal, FixedSizeBinary, Date, Time, Timestamp, Duration ->
          true;
      case FixedSizeList -> isHeld(element.getChildren().get(0), Place.WITHIN_REPEATED);
      case Struct -> place == Place.OUTSIDE_REPEATED && holdsNoList(element);
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
}
