package io.lancetrain.spark.batch;

import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.Platform;

/**
 * The elements of an array that Spark keeps in one piece: a header of the number of elements and a
 * bit for each that is null, then the elements.
 */
final class ContiguousElements {
  private ContiguousElements() {}

  static boolean hasNull(UnsafeArrayData array) {
    Object base = array.getBaseObject();
    long end = offset(array);
    for (long word = array.getBaseOffset() + Long.BYTES; word < end; word += Long.BYTES) {
      if (Platform.getLong(base, word) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Where the first element is, as {@link Platform} counts. */
  static long offset(UnsafeArrayData array) {
    return array.getBaseOffset()
        + UnsafeArrayData.calculateHeaderPortionInBytes(array.numElements());
  }
}
