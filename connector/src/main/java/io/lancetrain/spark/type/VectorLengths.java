package io.lancetrain.spark.type;

import io.lancetrain.spark.error.OptionErrors;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * Which arrays of a new table are vectors, and how long: from the option {@code vectors}, the
 * table's properties, or the metadata of the columns, the first that says so.
 */
final class VectorLengths {
  /** The key in a column's metadata and, after the column's path and a dot, in table properties. */
  static final String SIZE = "arrow.fixed-size-list.size";

  private static final String PROPERTY_SUFFIX = "." + SIZE;
  private static final String OPTION = "vectors";

  private final Map<String, Integer> option;
  private final Map<String, String> properties;
  private final Set<String> used = new HashSet<>();

  VectorLengths(Map<String, Integer> option, Map<String, String> properties) {
    this.option = option;
    this.properties = properties;
  }

  /**
   * The length of the vector at a path, or empty where the array there is a plain list.
   *
   * @param path the array's dotted path from the top
   * @param owner the path of the column or struct field that the array is, or is within
   * @param metadata that column's or field's metadata
   */
  OptionalInt at(String path, String owner, Metadata metadata) {
    String property = path + PROPERTY_SUFFIX;
    String key = metadataKey(path.substring(owner.length()));
    if (option.containsKey(path)) {
      used.add(path);
      used.add(property);
      return OptionalInt.of(option.get(path));
    }
    if (properties.containsKey(property)) {
      used.add(property);
      return OptionalInt.of(length(property, properties.get(property)));
    }
    return metadata.contains(key)
        ? OptionalInt.of(length(path + PROPERTY_SUFFIX, text(metadata, key)))
        : OptionalInt.empty();
  }

  /** Refuses a length for something that is no array of the schema. */
  void refuseUnused() {
    for (Map.Entry<String, Integer> vector : option.entrySet()) {
      if (!used.contains(vector.getKey())) {
        throw OptionErrors.invalidValue(
            OPTION,
            vector.getKey() + ":" + vector.getValue(),
            "the dotted path of an array column of the schema, with a length");
      }
    }
    for (Map.Entry<String, String> property : properties.entrySet()) {
      if (property.getKey().endsWith(PROPERTY_SUFFIX) && !used.contains(property.getKey())) {
        throw OptionErrors.invalidValue(
            property.getKey(),
            property.getValue(),
            "set for the dotted path of an array column of the schema");
      }
    }
  }

  /** The metadata with which the column comes back as the same vector when it is written again. */
  static Metadata metadata(Field field) {
    MetadataBuilder builder = new MetadataBuilder();
    addLengths("", field, builder);
    return builder.build();
  }

  private static void addLengths(String path, Field field, MetadataBuilder builder) {
    ArrowType type = ArrowFields.storageType(field);
    switch (type.getTypeID()) {
      case FixedSizeList -> {
        builder.putLong(metadataKey(path), ((ArrowType.FixedSizeList) type).getListSize());
        addLengths(path + "." + ColumnPaths.ELEMENT, field.getChildren().get(0), builder);
      }
      case List, LargeList ->
          addLengths(path + "." + ColumnPaths.ELEMENT, field.getChildren().get(0), builder);
      case Map -> {
        Field entry = field.getChildren().get(0);
        addLengths(path + "." + ColumnPaths.KEY, entry.getChildren().get(0), builder);
        addLengths(path + "." + ColumnPaths.VALUE, entry.getChildren().get(1), builder);
      }
      default -> {
        // A struct's fields carry their own metadata; other types hold no vector.
      }
    }
  }

  /** A vector within an array or map is named by its path from the column, without the dot. */
  private static String metadataKey(String relativePath) {
    return relativePath.isEmpty() ? SIZE : relativePath.substring(1) + PROPERTY_SUFFIX;
  }

  /** Metadata made by hand has the length as a number or as text, and no way to ask which. */
  private static String text(Metadata metadata, String key) {
    try {
      return Long.toString(metadata.getLong(key));
    } catch (ClassCastException notANumber) {
      return metadata.getString(key);
    }
  }

  private static int length(String name, String text) {
    try {
      int length = Integer.parseInt(text.strip());
      if (length >= 1) {
        return length;
      }
    } catch (NumberFormatException notANumber) {
      throw OptionErrors.invalidValue(name, text, "a whole number from 1");
    }
    throw OptionErrors.invalidValue(name, text, "a whole number from 1");
  }
}
