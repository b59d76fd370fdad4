package io.lancetrain.spark.batch;

import io.lancetrain.spark.error.TypeErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Refuses rows that lance-core 7.0.0 writes and then reads wrongly, or not at all, because of where
 * structs and arrays on the way to one kind of value are null or empty.
 *
 * <p>It looks at one path of nested types and at all batches of a task, which may share a file.
 * What it looks for was found by writing and reading some thousands of tables; the page of types
 * tells it in words.
 */
final class ReadBackGuard {
  /** From this length of a value on Lance encodes values one by one. */
  private static final int WIDE = 256;

  private static final String REMEDY =
      " Put an empty array in place of a null one, as in coalesce(x, array()); where that is not"
          + " enough, put a struct whose fields are null in place of the null struct, or keep the"
          + " array outside of the struct.";

  /** The structs, arrays and maps from the column down to the last array or map. */
  private final List<ColumnWriter> layers;

  private final ScalarWriter values;
  private boolean hadWide;

  private ReadBackGuard(List<ColumnWriter> layers, ScalarWriter values) {
    this.layers = layers;
    this.values = values;
  }

  /** The guards that columns need: for values in an array or map within a nullable struct. */
  static List<ReadBackGuard> of(List<ColumnWriter> columns) {
    List<ReadBackGuard> guards = new ArrayList<>();
    columns.forEach(column -> collect(List.of(), column, guards));
    return guards;
  }

  private static void collect(
      List<ColumnWriter> above, ColumnWriter column, List<ReadBackGuard> guards) {
    if (column instanceof ScalarWriter values) {
      List<ColumnWriter> layers = above.subList(0, repeatedFrom(above, 0).max().orElse(-1) + 1);
      if (layers.stream().anyMatch(layer -> layer instanceof StructWriter && layer.isNullable())) {
        guards.add(new ReadBackGuard(layers, values));
      }
      return;
    }
    List<ColumnWriter> path = new ArrayList<>(above);
    path.add(column);
    column.children().forEach(child -> collect(path, child, guards));
  }

  /** Where in a path, from an index on, arrays and maps are. */
  private static IntStream repeatedFrom(List<ColumnWriter> path, int first) {
    return IntStream.range(first, path.size()).filter(i -> path.get(i) instanceof RepeatedWriter);
  }

  /**
   * Looks at a completed batch.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_UNSUPPORTED_TYPE, naming the column
   */
  void check() {
    hadWide = hadWide || values.hasValueOf(WIDE);
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof StructWriter struct && struct.hadNull()) {
        if (hadWide && isMisreadWhenWide(i)) {
          throw refusal(struct, "has values of 256 bytes or more");
        }
        if (isNotReadable(i)) {
          throw refusal(struct, "is in an array of arrays");
        }
      }
    }
  }

  /** Whether a layer below a null struct is null, or empty and not the struct's own field. */
  private boolean isMisreadWhenWide(int struct) {
    return IntStream.range(struct + 1, layers.size())
        .anyMatch(i -> layers.get(i).hadNull() || (i > struct + 1 && hadEmpty(i)));
  }

  /** Whether a null struct has two arrays below it, and one around it that is null or empty. */
  private boolean isNotReadable(int struct) {
    int around = repeatedFrom(layers.subList(0, struct), 0).max().orElse(-1);
    return repeatedFrom(layers, struct).count() > 1
        && IntStream.rangeClosed(0, around).anyMatch(this::isNullOrEmpty);
  }

  private boolean isNullOrEmpty(int layer) {
    return layers.get(layer).hadNull() || hadEmpty(layer);
  }

  private boolean hadEmpty(int layer) {
    return layers.get(layer) instanceof RepeatedWriter repeated && repeated.hadEmpty();
  }

  private RuntimeException refusal(ColumnWriter struct, String what) {
    return TypeErrors.cannotWrite(
        values.column(),
        values.typeName(),
        "it "
            + what
            + ", the struct '"
            + struct.column()
            + "' above it is null in some rows, and arrays, maps or structs around it are null or"
            + " empty in others, which lance-core 7.0.0 cannot read back."
            + REMEDY);
  }
}
