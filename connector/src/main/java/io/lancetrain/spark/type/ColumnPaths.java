package io.lancetrain.spark.type;

/** Dotted paths to columns, as errors and options name them: {@code a.b.element.c}. */
final class ColumnPaths {
  static final String ELEMENT = "element";
  static final String KEY = "key";
  static final String VALUE = "value";

  private ColumnPaths() {}

  static String child(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  static String element(String parent) {
    return child(parent, ELEMENT);
  }

  static String key(String parent) {
    return child(parent, KEY);
  }

  static String value(String parent) {
    return child(parent, VALUE);
  }
}
