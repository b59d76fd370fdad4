package io.lancetrain.spark.tables;

/** Values that no encoding makes smaller, so that the store holds about as many bytes. */
final class Noise {
  private Noise() {}

  /** An expression for about this many bytes, which depend on another expression. */
  static String bytes(String seed, long count) {
    return "unhex(array_join(transform(sequence(1, "
        + count / 32
        + "), i -> sha2(concat("
        + seed
        + ", '/', i), 256)), ''))";
  }
}
