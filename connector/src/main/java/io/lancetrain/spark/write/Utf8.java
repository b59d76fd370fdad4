package io.lancetrain.spark.write;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Whether bytes are UTF-8. A Spark string may hold any bytes; Lance stores them unchecked, and its
 * newer readers then take the whole file for corrupt.
 */
final class Utf8 {
  private static final long NON_ASCII = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /** Checks the remaining bytes of the buffer, and leaves its position where it is. */
  static boolean isValid(ByteBuffer bytes) {
    int index = bytes.position();
    int end = bytes.limit();
    while (end - index >= Long.BYTES && (bytes.getLong(index) & NON_ASCII) == 0) {
      index += Long.BYTES;
    }
    while (index < end && bytes.get(index) >= 0) {
      index++;
    }
    return index == end || decodes(bytes.duplicate().position(index));
  }

  private static boolean decodes(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }
}
