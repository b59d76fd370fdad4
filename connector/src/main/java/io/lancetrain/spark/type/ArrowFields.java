package io.lancetrain.spark.type;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What an Arrow field says beyond its type. */
final class ArrowFields {
  private static final String BLOB = "lance-encoding:blob";

  private ArrowFields() {}

  /** The type of the field's memory: an extension type counts as the type that it is made of. */
  static ArrowType storageType(Field field) {
    return field.getType() instanceof ArrowType.ExtensionType extension
        ? extension.storageType()
        : field.getType();
  }

  /** Whether Lance keeps the field's bytes outside the column's pages, to be fetched one by one. */
  static boolean isBlob(Field field) {
    return Boolean.parseBoolean(field.getMetadata().get(BLOB));
  }
}
