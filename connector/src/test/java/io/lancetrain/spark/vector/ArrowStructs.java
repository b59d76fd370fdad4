package io.lancetrain.spark.vector;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.unsafe.Platform;

/** Rewrites exported {@code struct ArrowArray}s into others that mean the same, or a part of it. */
final class ArrowStructs {
  private static final int LENGTH = 0;
  private static final int NULL_COUNT = 8;
  private static final int OFFSET = 16;
  private static final int N_BUFFERS = 24;
  private static final int BUFFERS = 40;
  private static final int CHILDREN = 48;

  private ArrowStructs() {}

  /** Makes the array show {@code length} of its rows from {@code start}, as C++ and Rust slice. */
  static void slice(long array, long start, long length) {
    put(array + OFFSET, get(array + OFFSET) + start);
    put(array + LENGTH, length);
    put(array + NULL_COUNT, -1);
  }

  /** Forgets how many nulls the array and everything in it has. */
  static void forgetNullCounts(long array, Field field) {
    put(array + NULL_COUNT, -1);
    for (int i = 0; i < field.getChildren().size(); i++) {
      forgetNullCounts(child(array, i), field.getChildren().get(i));
    }
  }

  /**
   * Gives the array and everything in it an offset of {@code slots} (a multiple of 8), and moves
   * the starts of all buffers back by as much, so that the values stay the same.
   *
   * @param before how many slots an offset of the parent adds already
   */
  static void moveOffsets(long array, Field field, long slots, long before) {
    long total = slots + before;
    put(array + OFFSET, get(array + OFFSET) + slots);
    put(array + LENGTH, get(array + LENGTH) + before);
    put(array + NULL_COUNT, -1);
    ArrowType type = field.getType();
    moveBuffer(array, 0, total / 8);
    if (get(array + N_BUFFERS) > 1) {
      moveBuffer(array, 1, total * bits(type) / 8);
    }
    long inChildren = 0;
    if (type instanceof ArrowType.Struct) {
      inChildren = total;
    } else if (type instanceof ArrowType.FixedSizeList list) {
      inChildren = total * list.getListSize();
    }
    for (int i = 0; i < field.getChildren().size(); i++) {
      moveOffsets(child(array, i), field.getChildren().get(i), slots, inChildren);
    }
  }

  private static long bits(ArrowType type) {
    return switch (type.getTypeID()) {
      case Bool -> 1;
      case Int -> ((ArrowType.Int) type).getBitWidth();
      case FloatingPoint ->
          switch (((ArrowType.FloatingPoint) type).getPrecision()) {
            case HALF -> 16;
            case SINGLE -> 32;
            case DOUBLE -> 64;
          };
      case Decimal -> ((ArrowType.Decimal) type).getBitWidth();
      case FixedSizeBinary -> 8L * ((ArrowType.FixedSizeBinary) type).getByteWidth();
      case Date ->
          switch (((ArrowType.Date) type).getUnit()) {
            case DAY -> 32;
            case MILLISECOND -> 64;
          };
      case Utf8, Binary, List, Map -> 32;
      case LargeUtf8, LargeBinary, LargeList, Timestamp, Duration -> 64;
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static void moveBuffer(long array, int index, long bytes) {
    long slot = get(array + BUFFERS) + 8L * index;
    if (get(array + N_BUFFERS) > index && get(slot) != 0) {
      put(slot, get(slot) - bytes);
    }
  }

  private static long child(long array, int index) {
    return get(get(array + CHILDREN) + 8L * index);
  }

  private static long get(long address) {
    return Platform.getLong(null, address);
  }

  private static void put(long address, long value) {
    Platform.putLong(null, address, value);
  }
}
