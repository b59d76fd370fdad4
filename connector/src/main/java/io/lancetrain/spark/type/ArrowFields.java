package io.lancetrain.spark.type;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What an Arrow field says beyond the shape of its type. */
public final class ArrowFields {
  private static final String BLOB = "lance-encoding:blob";
  private static final String EXTENSION_NAME = "ARROW:extension:name";
  private static final String BLOB_EXTENSION = "lance.blob";
  private static final String JSON_EXTENSION = "lance.json";

  private ArrowFields() {}

  /** The type of the field's memory: an extension type counts as the type that it is made of. */
  static ArrowType storageType(Field field) {
    return field.getType() instanceof ArrowType.ExtensionType extension
        ? extension.storageType()
        : field.getType();
  }

  /** Whether the field is of an extension type, which may compare otherwise than its memory. */
  public static boolean isExtension(Field field) {
    return field.getType() instanceof ArrowType.ExtensionType || !extensionName(field).isEmpty();
  }

  /** Whether Lance keeps the bytes outside the column's pages, so that a scan gives addresses. */
  static boolean isBlob(Field field) {
    return Boolean.parseBoolean(field.getMetadata().get(BLOB))
        || extensionName(field).startsWith(BLOB_EXTENSION);
  }

  /** Whether Lance keeps binary JSON, which a scan turns into text. */
  static boolean isJson(Field field) {
    return extensionName(field).equals(JSON_EXTENSION);
  }

  static boolean isFloat16(ArrowType type) {
    return type instanceof ArrowType.FloatingPoint floating
        && floating.getPrecision() == FloatingPointPrecision.HALF;
  }

  private static String extensionName(Field field) {
    return field.getMetadata().getOrDefault(EXTENSION_NAME, "");
  }
}
