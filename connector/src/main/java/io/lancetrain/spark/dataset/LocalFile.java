package io.lancetrain.spark.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of Lance on a local disk, and whether what stands at its end is true of it. lance-core
 * 7.0.0 ends the process for some that is not.
 */
final class LocalFile implements AutoCloseable {
  /** "LANC", read as a number in the order of the bytes. */
  private static final int MAGIC = 0x434E414C;

  private static final int MANIFEST_FOOTER = 16;

  /** How a data file ends: none is shorter. */
  static final int DATA_FOOTER = 40;

  /** A position and a size. */
  private static final int TABLE_ENTRY = 16;

  private final FileChannel channel;
  private final long size;

  private LocalFile(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  static LocalFile open(Path path) throws IOException {
    return new LocalFile(FileChannel.open(path));
  }

  long size() {
    return size;
  }

  /** What is wrong with a manifest: its end names the place of a message and its length. */
  Optional<String> manifestDamage() throws IOException {
    if (size < MANIFEST_FOOTER) {
      return Optional.of("it is cut short to " + size + " bytes");
    }
    ByteBuffer footer = read(size - MANIFEST_FOOTER, MANIFEST_FOOTER);
    if (footer.getInt(12) != MAGIC) {
      return Optional.of("it does not end as a manifest does");
    }
    long position = footer.getLong(0);
    if (!isWithin(position, Integer.BYTES, size - MANIFEST_FOOTER)) {
      return Optional.of("its end points outside the file");
    }
    long length = Integer.toUnsignedLong(read(position, Integer.BYTES).getInt(0));
    return isWithin(position + Integer.BYTES, length, size - MANIFEST_FOOTER)
        ? Optional.empty()
        : Optional.of("its message would end outside the file");
  }

  /** What is wrong with the end of a data file of version 2: two tables of places in the file. */
  Optional<String> dataFileDamage() throws IOException {
    if (size < DATA_FOOTER) {
      return Optional.of("it is cut short to " + size + " bytes");
    }
    ByteBuffer footer = read(size - DATA_FOOTER, DATA_FOOTER);
    if (footer.getInt(36) != MAGIC) {
      return Optional.of("it does not end as a data file does");
    }
    long columnsAt = footer.getLong(8);
    long buffersAt = footer.getLong(16);
    int buffers = footer.getInt(24);
    int columns = footer.getInt(28);
    boolean inOrder =
        footer.getLong(0) >= 0
            && footer.getLong(0) <= columnsAt
            && columns >= 0
            && buffers >= 1
            && columnsAt + (long) columns * TABLE_ENTRY == buffersAt
            && buffersAt + (long) buffers * TABLE_ENTRY == size - DATA_FOOTER;
    if (!inOrder) {
      return Optional.of("its end does not fit its size");
    }
    ByteBuffer table = read(columnsAt, Math.toIntExact(size - DATA_FOOTER - columnsAt));
    while (table.hasRemaining()) {
      if (!isWithin(table.getLong(), table.getLong(), columnsAt)) {
        return Optional.of("its table of contents points outside the file");
      }
    }
    return Optional.empty();
  }

  private static boolean isWithin(long position, long length, long end) {
    return position >= 0 && length >= 0 && position <= end && length <= end - position;
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
      // A read may give less than was asked for.
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
