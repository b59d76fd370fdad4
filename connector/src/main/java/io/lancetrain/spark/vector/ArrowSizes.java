package io.lancetrain.spark.vector;

import java.util.List;
import org.apache.arrow.vector.BufferLayout;
import org.apache.arrow.vector.BufferLayout.BufferType;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How much memory the rows of Arrow arrays take, from their types, lengths and offsets.
 *
 * <p>It follows no offset: those of a damaged file may lead anywhere, and nobody has looked at them
 * yet.
 */
public final class ArrowSizes {
  private ArrowSizes() {}

  /**
   * Bytes of the rows of a struct.
   *
   * @param fields the struct's fields
   * @param struct the rows; memory that its buffers hold beside them is not counted
   */
  public static long bytes(List<Field> fields, ArrowArrayView struct) {
    long total = 0;
    for (int i = 0; i < fields.size(); i++) {
      total += bytes(fields.get(i), struct.field(i));
    }
    return total;
  }

  private static long bytes(Field field, ArrowArrayView array) {
    DictionaryEncoding dictionary = field.getDictionary();
    if (dictionary == null) {
      return buffers(field.getType(), array) + children(field, array);
    }
    ArrowArrayView values = array.dictionary();
    return buffers(dictionary.getIndexType(), array)
        + buffers(field.getType(), values)
        + children(field, values);
  }

  private static long buffers(ArrowType type, ArrowArrayView array) {
    List<BufferLayout> layouts = TypeLayout.getTypeLayout(type).getBufferLayouts();
    long bits = 0;
    for (BufferLayout layout : layouts) {
      if (layout.getType() == BufferType.VALIDITY) {
        bits += array.nullCount() == 0 ? 0 : array.length();
      } else if (layout.getType() == BufferType.DATA && hasOffsets(layouts)) {
        bits += Math.max(0, offsets(type, array).total()) * Byte.SIZE;
      } else {
        bits += array.length() * layout.getTypeBitWidth();
      }
    }
    return bits / Byte.SIZE;
  }

  private static boolean hasOffsets(List<BufferLayout> layouts) {
    return layouts.stream().anyMatch(layout -> layout.getType() == BufferType.OFFSET);
  }

  private static Offsets offsets(ArrowType type, ArrowArrayView array) {
    return switch (type.getTypeID()) {
      case LargeUtf8, LargeBinary -> Offsets.ofLongs(array);
      default -> Offsets.ofInts(array);
    };
  }

  private static long children(Field field, ArrowArrayView array) {
    List<Field> children = field.getChildren();
    return switch (field.getType().getTypeID()) {
      case Struct -> bytes(children, array);
      case FixedSizeList -> {
        int size = ((ArrowType.FixedSizeList) field.getType()).getListSize();
        yield bytes(
            children.get(0), array.child(0).slice(array.offset() * size, array.length() * size));
      }
      case List, LargeList, Map -> bytes(children.get(0), array.child(0));
      default -> 0;
    };
  }
}
