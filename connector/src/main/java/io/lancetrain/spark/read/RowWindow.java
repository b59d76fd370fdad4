package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ScanRequest.AllRows;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * The rows of a scan from one to another, counted in the table's order over the rows that are not
 * deleted.
 *
 * @param offset rows to leave out at the beginning
 * @param limit the row at which it ends, counted from the table's first row and not from the offset
 */
record RowWindow(long offset, long limit) implements Serializable {
  static final RowWindow ALL = new RowWindow(0, Long.MAX_VALUE);

  /** The first of these rows. */
  RowWindow limited(long rows) {
    return new RowWindow(offset, Math.min(limit, offset + rows));
  }

  /** These rows without the first of them. */
  RowWindow without(long rows) {
    return new RowWindow(Math.min(limit, offset + rows), limit);
  }

  boolean isAll() {
    return equals(ALL);
  }

  /** How many of a table's rows lie in it. */
  long rowsOf(long tableRows) {
    return Math.max(0, Math.min(limit, tableRows) - offset);
  }

  /**
   * What of these slices lies in the window: of a slice at its edge only the rows inside.
   *
   * @param slices whole fragments and row ranges, which follow the table's order and leave no row
   *     out
   * @param rows how many rows a fragment has, by its id
   */
  List<FragmentSlice> of(List<FragmentSlice> slices, IntToLongFunction rows) {
    List<FragmentSlice> inside = new ArrayList<>();
    long first = 0;
    for (FragmentSlice slice : slices) {
      List<Integer> whole = new ArrayList<>();
      for (int fragment : slice.fragments()) {
        RowRange range =
            slice.rows() instanceof RowRange part
                ? part
                : new RowRange(0, rows.applyAsLong(fragment));
        RowRange kept = overlap(range, first);
        if (kept.equals(range) && slice.rows() instanceof AllRows) {
          whole.add(fragment);
        } else if (kept.limit() > 0) {
          addWhole(inside, whole, rows);
          inside.add(new FragmentSlice(List.of(fragment), kept));
        }
        first += range.limit();
      }
      addWhole(inside, whole, rows);
    }
    return List.copyOf(inside);
  }

  /** The part of a range that lies inside, where the range's first row is this one of the table. */
  private RowRange overlap(RowRange range, long first) {
    long from = Math.min(range.limit(), Math.max(0, offset - first));
    long to = Math.max(from, Math.min(range.limit(), limit - first));
    return new RowRange(range.offset() + from, to - from);
  }

  private static void addWhole(
      List<FragmentSlice> slices, List<Integer> fragments, IntToLongFunction rows) {
    if (!fragments.isEmpty()) {
      long count = fragments.stream().mapToLong(fragment -> rows.applyAsLong(fragment)).sum();
      slices.add(new FragmentSlice(List.copyOf(fragments), new AllRows(), count));
      fragments.clear();
    }
  }

  @Override
  public String toString() {
    String end = limit == Long.MAX_VALUE ? "the last row" : "row " + limit;
    return "after row " + offset + " to " + end;
  }
}
