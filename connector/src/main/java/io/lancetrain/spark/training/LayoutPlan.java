package io.lancetrain.spark.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which rows go to which fragment. It travels to all tasks; the same counts give the same plan.
 *
 * <p>The rows of a class stand in a line by their hash, those of a bin next to each other. Where
 * rows are repeated, the line begins anew after its end. Each fragment has a piece of each line.
 * Most bins lie in one piece; a bin that is cut goes to both fragments, and each takes its part.
 */
final class LayoutPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  static final int NO_BIN = -1;
  private static final int[] NO_FRAGMENTS = {};

  private final int bits;
  private final int rowsPerFragment;

  /** The hashes of the classes, ascending. */
  private final long[] classes;

  /** For each class the place in its line at which each bin begins, and the line's end. */
  private final long[][] starts;

  /** For each class the place in its line at which each fragment's piece begins, and the end. */
  private final long[][] cuts;

  private final int[] partitionKeys;

  /** A plan for these rows. */
  LayoutPlan(HashCounts counts, LayoutSize size) {
    this.bits = counts.bits();
    this.rowsPerFragment = size.rowsPerFragment();
    this.classes = counts.byClass().keySet().stream().mapToLong(Long::longValue).toArray();
    this.starts = counts.byClass().values().stream().map(LayoutPlan::starts).toArray(long[][]::new);
    this.cuts =
        FragmentQuotas.cuts(
            Arrays.stream(starts).mapToLong(line -> line[line.length - 1]).toArray(), size);
    this.partitionKeys = PartitionKeys.of(size.fragments());
  }

  private static long[] starts(long[] bins) {
    long[] starts = new long[bins.length + 1];
    for (int bin = 0; bin < bins.length; bin++) {
      starts[bin + 1] = starts[bin] + bins[bin];
    }
    return starts;
  }

  int fragments() {
    return partitionKeys.length;
  }

  int rowsPerFragment() {
    return rowsPerFragment;
  }

  int classes() {
    return classes.length;
  }

  /** How many bins each class has. */
  int bins() {
    return 1 << bits;
  }

  /** The number of the class with this hash; negative where no row of it was counted. */
  int classOf(long classHash) {
    return Arrays.binarySearch(classes, classHash);
  }

  int bin(long hash) {
    return HashCounts.bin(hash, bits);
  }

  /** What sends a row to the partition with the fragment's number. */
  int partitionKey(int fragment) {
    return partitionKeys[fragment];
  }

  /** How many rows of a class were counted in a bin. */
  long counted(int ofClass, int bin) {
    return starts[ofClass][bin + 1] - starts[ofClass][bin];
  }

  /** How often a fragment has the row that is the {@code place}th of its bin: 0, 1 or more. */
  long copies(int fragment, int ofClass, int bin, long place) {
    long length = starts[ofClass][starts[ofClass].length - 1];
    long row = starts[ofClass][bin] + place;
    return turns(cuts[ofClass][fragment + 1], row, length)
        - turns(cuts[ofClass][fragment], row, length);
  }

  /**
   * The bin within which the piece of a fragment begins, so that its rows differ in whether they
   * are in the piece; {@link #NO_BIN} where the piece begins with a bin.
   */
  int cutBin(int fragment, int ofClass) {
    long length = starts[ofClass][starts[ofClass].length - 1];
    long cut = cuts[ofClass][fragment];
    int found = Arrays.binarySearch(starts[ofClass], cut < length ? cut : cut - length);
    return found >= 0 ? NO_BIN : -found - 2;
  }

  /** How often a row of a line, which has two turns at most, comes before a place. */
  private static long turns(long place, long row, long length) {
    return (row < place ? 1L : 0L) + (row + length < place ? 1L : 0L);
  }

  /**
   * The fragments that need rows of a bin, ascending.
   *
   * <p>The line is at most gone through twice, so that the bin has two places on it at most.
   */
  int[] fragmentsOf(int ofClass, int bin) {
    long length = starts[ofClass][starts[ofClass].length - 1];
    long from = starts[ofClass][bin];
    long to = starts[ofClass][bin + 1];
    int[] first = fragmentsBetween(cuts[ofClass], from, to);
    int[] again = fragmentsBetween(cuts[ofClass], from + length, to + length);
    if (again.length == 0) {
      return first;
    }
    return IntStream.concat(Arrays.stream(first), Arrays.stream(again)).distinct().toArray();
  }

  private static int[] fragmentsBetween(long[] cuts, long from, long to) {
    int first = pieceAt(cuts, from);
    int end = Math.min(pieceAt(cuts, to - 1), cuts.length - 2);
    if (from >= to || first > end) {
      return NO_FRAGMENTS;
    }
    if (first == end) {
      return new int[] {first};
    }
    return IntStream.rangeClosed(first, end)
        .filter(piece -> cuts[piece] < cuts[piece + 1])
        .toArray();
  }

  /** The piece in which a place is; the number of pieces where it is behind the last. */
  private static int pieceAt(long[] cuts, long place) {
    int found = Arrays.binarySearch(cuts, place);
    if (found < 0) {
      return -found - 2;
    }
    while (found + 1 < cuts.length && cuts[found + 1] == place) {
      found++;
    }
    return found;
  }

  /** How many rows the plan sends to fragments, those of cut bins more than once. */
  long sentRows() {
    long sent = 0;
    for (int one = 0; one < classes.length; one++) {
      for (int bin = 0; bin + 1 < starts[one].length; bin++) {
        long rows = counted(one, bin);
        if (rows > 0) {
          sent += rows * fragmentsOf(one, bin).length;
        }
      }
    }
    return sent;
  }
}
