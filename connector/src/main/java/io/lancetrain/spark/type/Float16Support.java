package io.lancetrain.spark.type;

import org.apache.arrow.vector.FieldVector;

/** Whether the Arrow that Spark ships can hold 16-bit floats: it can from Spark 4.0 on. */
final class Float16Support {
  private static final boolean PRESENT = present();

  private Float16Support() {}

  static boolean isPresent() {
    return PRESENT;
  }

  private static boolean present() {
    try {
      Class.forName(
          "org.apache.arrow.vector.Float2Vector", false, FieldVector.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException arrowOfSpark35) {
      return false;
    }
  }
}
