package io.lancetrain.spark.training;

import java.util.Arrays;

/**
 * How many rows of each class each fragment gets, so that every fragment has the same number of
 * rows and the classes are spread as evenly as whole rows allow.
 *
 * <p>Put the {@code n} rows of a class at {@code 1/2n, 3/2n, …} on a line from 0 to 1, all classes
 * on the same line, and cut the line after every {@code rowsPerFragment} rows.
 */
final class FragmentQuotas {
  /** Doublings after which two neighbouring doubles between 0 and 1 are told apart. */
  private static final int STEPS = 60;

  private FragmentQuotas() {}

  /**
   * Where each fragment's rows of each class begin: fragment {@code f} has those from {@code
   * cuts[c][f]} to before {@code cuts[c][f + 1]} of class {@code c}.
   *
   * @param available the rows of each class
   * @param size all fragments have this many rows
   */
  static long[][] cuts(long[] available, LayoutSize size) {
    long[] wanted = wanted(available, size);
    long[][] cuts = new long[available.length][size.fragments() + 1];
    for (int fragment = 1; fragment <= size.fragments(); fragment++) {
      long[] until = before(wanted, (long) fragment * size.rowsPerFragment());
      for (int one = 0; one < available.length; one++) {
        cuts[one][fragment] = until[one];
      }
    }
    return cuts;
  }

  /** The rows of each class in all fragments: as its share of the input, rounded to whole rows. */
  private static long[] wanted(long[] available, LayoutSize size) {
    if (size.rows() == size.inputRows()) {
      return available;
    }
    return scaled(available, size.rows(), (double) size.rows() / size.inputRows());
  }

  /** Of each class the first of all rows on the line, {@code total} together. */
  private static long[] before(long[] classes, long total) {
    double low = 0;
    double high = 1;
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      if (sum(counts(classes, middle)) <= total) {
        low = middle;
      } else {
        high = middle;
      }
    }
    long[] counts = counts(classes, low);
    long[] next = counts(classes, high);
    long missing = total - sum(counts);
    for (int one = 0; one < classes.length && missing > 0; one++) {
      long more = Math.min(missing, next[one] - counts[one]);
      counts[one] += more;
      missing -= more;
    }
    return counts;
  }

  /** Each class times {@code factor}, rounded so that {@code total} comes out. */
  private static long[] scaled(long[] classes, long total, double factor) {
    long[] rounded = new long[classes.length];
    Integer[] byFraction = new Integer[classes.length];
    for (int one = 0; one < classes.length; one++) {
      rounded[one] = (long) Math.floor(classes[one] * factor);
      byFraction[one] = one;
    }
    Arrays.sort(
        byFraction,
        (first, second) ->
            Double.compare(fraction(classes[second], factor), fraction(classes[first], factor)));
    long missing = total - sum(rounded);
    for (int next = 0; missing > 0; next = (next + 1) % classes.length) {
      rounded[byFraction[next]]++;
      missing--;
    }
    return rounded;
  }

  private static double fraction(long rows, double factor) {
    return rows * factor - Math.floor(rows * factor);
  }

  private static long[] counts(long[] classes, double end) {
    long[] counts = new long[classes.length];
    for (int one = 0; one < classes.length; one++) {
      counts[one] = Math.max(0, Math.min(classes[one], (long) Math.ceil(end * classes[one] - 0.5)));
    }
    return counts;
  }

  private static long sum(long[] counts) {
    return Arrays.stream(counts).sum();
  }
}
