package io.lancetrain.spark.type;

import io.lancetrain.spark.error.TypeErrors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What a vector (fixed-size list) may be made of. */
final class VectorElements {
  private VectorElements() {}

  /**
   * Refuses a vector of anything but numbers: Lance's native code ends the whole process on some
   * other elements, such as strings.
   *
   * @param column the vector's dotted path
   * @param element the field of its elements
   */
  static void checkWritable(String column, Field element) {
    ArrowType type = ArrowFields.storageType(element);
    if (!(type instanceof ArrowType.Int || type instanceof ArrowType.FloatingPoint)) {
      throw TypeErrors.cannotWrite(
          column,
          "vector of " + type,
          "vectors hold integers, floats and doubles only. Write it as a plain array.");
    }
  }
}
