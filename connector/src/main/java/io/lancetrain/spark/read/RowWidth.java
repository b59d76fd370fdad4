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
 * @param widest the same if all that the files hold beyond fixed sizes were in these columns: what
 *     memory has to be enough for while nothing has been read
 */
record RowWidth(long all, long projected, long widest) implements Serializable {
  /** Beyond this a larger batch gains nothing. */
  private static final long MOST_BATCH_ROWS = 65_536;

  private static final long LEAST_VARIABLE_BYTES = 16;

  /**
   * How much wider than a string a list and a binary are taken to be, where they share what the
   * files hold: strings are names and captions, lists are small vectors, binaries are images and
   * recordings. The first batch tells the truth; until then this keeps a scan of captions from
   * being planned like one of images.
   */
  private static final long LIST_WEIGHT = 4;

  private static final long BINARY_WEIGHT = 32;
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
    double variableBytes = whole.variableBytes(snapshot);
    return new RowWidth(
        whole.total(variableBytes, whole.weights),
        part.total(variableBytes, whole.weights),
        part.total(variableBytes, part.weights));
  }

  private static Field field(TableSnapshot snapshot, String name) {
    return snapshot.schema().getFields().stream()
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** The width when it is known how wide the scan's columns are. */
  RowWidth corrected(long seen) {
    return new RowWidth(all, seen, seen);
  }

  /** The share of a row's bytes that the scan reads, from 0 to 1. */
  double projectedShare() {
    return Math.min(1.0, (double) projected / all);
  }

  /** How many rows make a batch of this size. */
  long batchRows(long batchBytes) {
    return Math.max(1, Math.min(MOST_BATCH_ROWS, batchBytes / widest));
  }

  /** Bytes of the values whose size the type says, and the weights of the others. */
  private static final class Widths {
    private long fixed;
    private long weights;

    /** Adds a field, or the part of it that a pruned Spark type keeps, this many times. */
    private void add(Field field, Optional<DataType> pruned, long times) {
      ArrowType type = field.getType();
      if (type instanceof ArrowType.Struct) {
        for (Field child : field.getChildren()) {
          child(pruned, child.getName()).ifPresent(kept -> add(child, kept, times));
        }
      } else if (type instanceof ArrowType.FixedSizeList list) {
        add(field.getChildren().get(0), element(pruned), times * list.getListSize());
      } else if (!field.getChildren().isEmpty()) {
        addVariable(times, LIST_WEIGHT);
      } else if (isBinary(type)) {
        addVariable(times, BINARY_WEIGHT);
      } else if (isString(type)) {
        addVariable(times, 1);
      } else {
        fixed += times * bytes(type);
      }
    }

    private void addVariable(long times, long weight) {
      fixed += times * LEAST_VARIABLE_BYTES;
      weights += times * weight;
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

    private static boolean isString(ArrowType type) {
      return type instanceof ArrowType.Utf8 || type instanceof ArrowType.LargeUtf8;
    }

    private static boolean isBinary(ArrowType type) {
      return type instanceof ArrowType.Binary || type instanceof ArrowType.LargeBinary;
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

    /** What the files hold of a row beyond the fixed part. */
    private double variableBytes(TableSnapshot snapshot) {
      return snapshot.rows() == 0
          ? 0
          : Math.max(0, (double) snapshot.bytes() / snapshot.rows() - fixed);
    }

    /** The width where values of these weights share the variable bytes; at least 1. */
    private long total(double variableBytes, long allWeights) {
      double share = weights == 0 ? 0 : (double) weights / allWeights;
      return Math.max(1, fixed + Math.round(share * variableBytes));
    }
  }
}
