package io.lancetrain.spark.type;

/** What text reaches the native library as it is. */
public final class NativeText {
  private NativeText() {}

  /**
   * Whether a text is the same to the native library. It gets texts in the JVM's own encoding,
   * which differs from UTF-8 in the null character and in those beyond 16 bits; Lance refuses what
   * it gets of them.
   */
  public static boolean isKept(String text) {
    return text.codePoints()
        .noneMatch(character -> character == 0 || Character.isSupplementaryCodePoint(character));
  }
}
