package io.lancetrain.spark.nativelib;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * What tells one library from another.
 *
 * @param size in bytes
 * @param crc the CRC-32
 */
record Fingerprint(long size, long crc) {

  /** Whether {@code file} is a regular file with this size and CRC-32. */
  boolean matches(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == size
        && crcOf(file) == crc;
  }

  private static long crcOf(Path file) throws IOException {
    CRC32 crc = new CRC32();
    try (FileChannel channel = FileChannel.open(file)) {
      crc.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
    return crc.getValue();
  }

  /** The CRC-32 as it stands in a file's name. */
  String mark() {
    return String.format("%08x", crc);
  }
}
