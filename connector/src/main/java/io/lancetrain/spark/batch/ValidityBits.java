package io.lancetrain.spark.batch;

import org.apache.spark.unsafe.Platform;

/** Bits of Arrow's validity, at an address in native memory. */
final class ValidityBits {
  private static final int ALL = 0xFF;

  private ValidityBits() {}

  static void set(long address, int index) {
    long at = address + (index >> 3);
    Platform.putByte(null, at, (byte) (Platform.getByte(null, at) | (1 << (index & 7))));
  }

  /** Sets the bits from one index to another, the last exclusive. */
  static void setRange(long address, int from, int to) {
    int index = from;
    while (index < to && (index & 7) != 0) {
      set(address, index++);
    }
    while (to - index >= Byte.SIZE) {
      Platform.putByte(null, address + (index >> 3), (byte) ALL);
      index += Byte.SIZE;
    }
    while (index < to) {
      set(address, index++);
    }
  }
}
