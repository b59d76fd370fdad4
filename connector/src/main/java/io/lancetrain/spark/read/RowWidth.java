package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.TableSnapshot;
import java.io.Serializable;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * About how many bytes a row takes, from its types and from the size of the table's files.
 *
 * @param all bytes of a row with all columns
 * @param projected bytes of a row with the columns of the scan
 */
record RowWidth(long all, long projected) implements Serializable {
  /** Beyond this a larger batch gains nothing. */
  private static final long MOST_BATCH_ROWS = 65_536;

  private static final long LEAST_VARIABLE_BYTES = 16;
  private static final long METADATA_BYTES = 8;

  static RowWidth of(TableSnapshot snapshot, StructType columns) {
    Widths whole = new Widths();
    snapshot.schema().getFields().forEach(field -> whole.add(field, Optional.empty(), 1));
    Widths part = new Widths();
    for (StructField column : columns.fields()) {
      Field field = field(snapshot, column.name());
      if (field == null) {
        part.fixed += METADATA_BYTES;
      } else {
        part.add(field, Optional.of(column.dataType()), 1);
      }
    }
    long variableBytes = whole.variableBytes(snapshot);
    return new RowWidth(
        Math.max(1, whole.total(variableBytes)), Math.max(1, part.total(variableBytes)));
  }

  private static Field field(TableSnapshot snapshot, String name) {
    return snapshot.schema().getFields().stream()
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** The share of a row's bytes that the scan reads, from 0 to 1. */
  double projectedShare() {
    return Math.min(1.0, (double) projected / all);
  }

  /** How many rows make a batch of this size. */
  long batchRows(long batchBytes) {
    return Math.max(1, Math.min(MOST_BATCH_ROWS, batchBytes / projected));
  }

  /** Bytes of the values whose size the type says, and the number of the others. */
  private static final class Widths {
    private long fixed;
    private long variable;

    /** Adds a field, or the part of it that a pruned Spark type keeps, this many times. */
    private void add(Field field, Optional<DataType> pruned, long times) {
      ArrowType type = field.getType();
      if (type instanceof ArrowType.Struct) {
        for (Field child : field.getChildren()) {
          child(pruned, child.getName()).ifPresent(kept -> add(child, kept, times));
        }
      } else if (type instanceof ArrowType.FixedSizeList list) {
        add(field.getChildren().get(0), element(pruned), times * list.getListSize());
      } else if (!field.getChildren().isEmpty() || isVariable(type)) {
        variable += times;
      } else {
        fixed += times * bytes(type);
      }
    }

    /** Empty where the child is pruned away; else its pruned type, which may be unknown. */
    private static Optional<Optional<DataType>> child(Optional<DataType> pruned, String name) {
      if (pruned.isPresent() && pruned.get() instanceof StructType struct) {
        for (StructField field : struct.fields()) {
          if (field.name().equals(name)) {
            return Optional.of(Optional.of(field.dataType()));
          }
        }
        return Optional.empty();
      }
      return Optional.of(Optional.empty());
    }

    private static Optional<DataType> element(Optional<DataType> pruned) {
      return pruned.map(type -> type instanceof ArrayType array ? array.elementType() : type);
    }

    private static boolean isVariable(ArrowType type) {
      return type instanceof ArrowType.Utf8
          || type instanceof ArrowType.LargeUtf8
          || type instanceof ArrowType.Binary
          || type instanceof ArrowType.LargeBinary;
    }

    private static long bytes(ArrowType type) {
      if (type instanceof ArrowType.Int integer) {
        return integer.getBitWidth() / 8;
      }
      if (type instanceof ArrowType.Decimal decimal) {
        return decimal.getBitWidth() / 8;
      }
      if (type instanceof ArrowType.FixedSizeBinary binary) {
        return binary.getByteWidth();
      }
      if (type instanceof ArrowType.FloatingPoint number) {
        return switch (number.getPrecision()) {
          case HALF -> 2;
          case SINGLE -> 4;
          case DOUBLE -> 8;
        };
      }
      return type instanceof ArrowType.Bool || type instanceof ArrowType.Null ? 1 : 8;
    }

    /** What the files hold beyond the fixed part, shared equally by the variable values. */
    private long variableBytes(TableSnapshot snapshot) {
      if (variable == 0 || snapshot.rows() == 0) {
        return LEAST_VARIABLE_BYTES;
      }
      long stored = snapshot.bytes() / snapshot.rows();
      return Math.max(LEAST_VARIABLE_BYTES, (stored - fixed) / variable);
    }

    private long total(long variableBytes) {
      return fixed + variable * variableBytes;
    }
  }
}
