package io.lancetrain.spark.type;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Dotted paths to columns, as errors and options name them: {@code a.b.element.c}. The elements of
 * an array are {@code element}, the two sides of a map {@code key} and {@code value}.
 */
public final class ColumnPaths {
  static final String ELEMENT = "element";
  static final String KEY = "key";
  static final String VALUE = "value";

  private ColumnPaths() {}

  /** The path of a struct's field, or of a column where {@code parent} is empty. */
  public static String child(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  /** The path of an array's elements. */
  public static String element(String parent) {
    return child(parent, ELEMENT);
  }

  /** The path of a map's keys. */
  public static String key(String parent) {
    return child(parent, KEY);
  }

  /** The path of a map's values. */
  public static String value(String parent) {
    return child(parent, VALUE);
  }

  /** The path of a child of an Arrow field. The entries of a map have no place in a path. */
  static String of(String parent, ArrowType parentType, Field child) {
    return switch (parentType.getTypeID()) {
      case List, LargeList, FixedSizeList -> element(parent);
      case Map -> parent;
      default -> child(parent, child.getName());
    };
  }
}
