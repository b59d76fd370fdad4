package io.lancetrain.spark.batch;

import org.apache.spark.unsafe.Platform;

/**
 * Whether bytes are UTF-8. A Spark string may hold any bytes; Lance stores them unchecked, and its
 * newer readers then take the whole file for corrupt.
 */
final class Utf8 {
  private static final long NON_ASCII = 0x8080_8080_8080_8080L;
  private static final int LEAST_LEAD_OF_2 = 0xC2;
  private static final int LEAST_LEAD_OF_3 = 0xE0;
  private static final int LEAST_LEAD_OF_4 = 0xF0;
  private static final int GREATEST_LEAD = 0xF4;

  private Utf8() {}

  /**
   * Checks some bytes in memory.
   *
   * @param base an array, or null for an address outside the heap
   * @param offset where they begin, as {@link Platform} counts
   * @param length how many there are
   */
  static boolean isValid(Object base, long offset, int length) {
    long end = offset + length;
    long position = offset;
    while (true) {
      position = afterAscii(base, position, end);
      if (position == end) {
        return true;
      }
      int characterLength = characterLength(base, position, end);
      if (characterLength == 0) {
        return false;
      }
      position += characterLength;
    }
  }

  private static long afterAscii(Object base, long from, long end) {
    long position = from;
    while (end - position >= Long.BYTES && (Platform.getLong(base, position) & NON_ASCII) == 0) {
      position += Long.BYTES;
    }
    while (position < end && Platform.getByte(base, position) >= 0) {
      position++;
    }
    return position;
  }

  /** The bytes of the character of more than one byte that begins here; 0 if it is none. */
  private static int characterLength(Object base, long position, long end) {
    int lead = Platform.getByte(base, position) & 0xFF;
    int length = lead < LEAST_LEAD_OF_3 ? 2 : lead < LEAST_LEAD_OF_4 ? 3 : 4;
    if (lead < LEAST_LEAD_OF_2 || lead > GREATEST_LEAD || end - position < length) {
      return 0;
    }
    int second = Platform.getByte(base, position + 1) & 0xFF;
    if (second < leastSecond(lead) || second > greatestSecond(lead)) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((Platform.getByte(base, position + i) & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Less would be the longer form of a character that has a shorter one. */
  private static int leastSecond(int lead) {
    return switch (lead) {
      case LEAST_LEAD_OF_3 -> 0xA0;
      case LEAST_LEAD_OF_4 -> 0x90;
      default -> 0x80;
    };
  }

  /** More would be half of a UTF-16 pair, or beyond the last character. */
  private static int greatestSecond(int lead) {
    return switch (lead) {
      case 0xED -> 0x9F;
      case GREATEST_LEAD -> 0x8F;
      default -> 0xBF;
    };
  }
}
