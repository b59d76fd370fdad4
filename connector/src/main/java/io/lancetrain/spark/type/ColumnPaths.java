package io.lancetrain.spark.type;

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
}
