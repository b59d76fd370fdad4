package io.lancetrain.spark.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a manifest says of its version and of the files that this needs. lance-core hands out
 * neither the files of an index, nor the manifests that no list of versions has.
 *
 * @param version the number; with its highest bit set for a version that was committed detached
 * @param branch the branch; empty for the main one
 * @param committed when it was committed
 * @param files the keys of the files that it needs, as {@link FileKind} makes them
 */
record ManifestContent(long version, String branch, Instant committed, Set<String> files) {
  private static final int FOOTER = 16;
  private static final int MAGIC = 0x434E414C;

  /** Flags of a table whose manifests may name files in ways that are not known here. */
  private static final long KNOWN_FLAGS = 0b11_1111;

  /** A manifest that this connector cannot read; the message says why. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
      super(reason);
    }
  }

  /** Copies the set. */
  ManifestContent {
    files = Set.copyOf(files);
  }

  /** Reads a manifest file: messages, each after its length, and at the end where they begin. */
  static ManifestContent parse(byte[] file) throws Unreadable {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      if (file.length < FOOTER || bytes.getInt(file.length - Integer.BYTES) != MAGIC) {
        throw new Unreadable("it does not end as a manifest does");
      }
      ProtobufFields manifest = messageAt(bytes, bytes.getLong(file.length - FOOTER));
      long unknown = (manifest.number(9) | manifest.number(10)) & ~KNOWN_FLAGS;
      if (unknown != 0) {
        throw new Unreadable(
            "it has the feature flags " + Long.toBinaryString(unknown) + ", which are not known");
      }
      Optional<Long> indexes = manifest.optionalNumber(6);
      Set<String> files = new HashSet<>();
      manifest.messages(2).forEach(fragment -> addFiles(fragment, files));
      if (indexes.isPresent()) {
        messageAt(bytes, indexes.get()).messages(1).forEach(index -> addIndex(index, files));
      }
      String transaction = manifest.text(12);
      if (!transaction.isEmpty()) {
        files.add(FileKind.TRANSACTION.key(transaction));
      }
      return new ManifestContent(manifest.number(3), manifest.text(20), timestamp(manifest), files);
    } catch (RuntimeException notAsExpected) {
      throw new Unreadable(String.valueOf(notAsExpected.getMessage()));
    }
  }

  private static ProtobufFields messageAt(ByteBuffer file, long position) {
    int start = Math.toIntExact(position);
    int length = file.getInt(start);
    return ProtobufFields.of(file.slice(start + Integer.BYTES, length));
  }

  private static void addFiles(ProtobufFields fragment, Set<String> files) {
    fragment.messages(2).forEach(file -> files.add(FileKind.DATA.key(file.text(1))));
    fragment
        .messages(3)
        .forEach(
            deletion ->
                files.add(
                    FileKind.DELETION.key(
                        Long.toUnsignedString(fragment.number(1))
                            + "-"
                            + Long.toUnsignedString(deletion.number(2))
                            + "-"
                            + Long.toUnsignedString(deletion.number(3))
                            + (deletion.number(1) == 0 ? ".arrow" : ".bin"))));
  }

  private static void addIndex(ProtobufFields index, Set<String> files) {
    ByteBuffer uuid = index.messages(1).get(0).bytes(1).get(0).duplicate();
    files.add(FileKind.INDEX.key(new UUID(uuid.getLong(), uuid.getLong()).toString()));
  }

  private static Instant timestamp(ProtobufFields manifest) {
    return manifest.messages(7).stream()
        .map(time -> Instant.ofEpochSecond(time.number(1), time.number(2)))
        .findFirst()
        .orElse(Instant.EPOCH);
  }
}
