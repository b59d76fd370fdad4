package io.lancetrain.spark.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one protobuf message: its fields by number, in the wire format of Protocol Buffers. */
final class ProtobufFields {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final List<Field> fields;

  private ProtobufFields(List<Field> fields) {
    this.fields = fields;
  }

  /** A field; a number has no bytes. */
  private record Field(int number, long value, ByteBuffer bytes) {}

  /**
   * Takes a message apart.
   *
   * @throws IllegalArgumentException where this is no message
   */
  static ProtobufFields of(ByteBuffer message) {
    ByteBuffer rest = message.slice();
    List<Field> fields = new ArrayList<>();
    while (rest.hasRemaining()) {
      long tag = varint(rest);
      fields.add(field((int) (tag >>> 3), (int) (tag & 7), rest));
    }
    return new ProtobufFields(fields);
  }

  private static Field field(int number, int wireType, ByteBuffer rest) {
    return switch (wireType) {
      case VARINT -> new Field(number, varint(rest), null);
      case FIXED_64 -> new Field(number, 0, slice(rest, Long.BYTES));
      case FIXED_32 -> new Field(number, 0, slice(rest, Integer.BYTES));
      case LENGTH_DELIMITED -> new Field(number, 0, slice(rest, varint(rest)));
      default -> throw new IllegalArgumentException("wire type " + wireType);
    };
  }

  private static long varint(ByteBuffer rest) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (!rest.hasRemaining()) {
        break;
      }
      byte next = rest.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number has no end");
  }

  private static ByteBuffer slice(ByteBuffer rest, long length) {
    if (length < 0 || length > rest.remaining()) {
      throw new IllegalArgumentException("a field of " + length + " bytes ends outside");
    }
    ByteBuffer bytes = rest.slice(rest.position(), (int) length);
    rest.position(rest.position() + (int) length);
    return bytes;
  }

  /** The last value of a number, as the format has it; 0 where it is not set. */
  long number(int field) {
    return optionalNumber(field).orElse(0L);
  }

  /** The last value of a number, or empty where it is not set. */
  Optional<Long> optionalNumber(int field) {
    return fields.stream()
        .filter(each -> each.number() == field && each.bytes() == null)
        .map(Field::value)
        .reduce((earlier, later) -> later);
  }

  /** The last value of a text; empty where it is not set. */
  String text(int field) {
    return bytes(field).stream()
        .reduce((earlier, later) -> later)
        .map(bytes -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString())
        .orElse("");
  }

  /** All values of a field that is a message. */
  List<ProtobufFields> messages(int field) {
    return bytes(field).stream().map(ProtobufFields::of).toList();
  }

  /** All values of a field of texts, bytes or messages. */
  List<ByteBuffer> bytes(int field) {
    return fields.stream()
        .filter(each -> each.number() == field && each.bytes() != null)
        .map(Field::bytes)
        .toList();
  }
}
