package io.lancetrain.spark.training;

import io.lancetrain.spark.error.TrainingErrors;
import io.lancetrain.spark.option.Remainder;

/**
 * How many fragments of how many rows a layout has, and what the remainder cost.
 *
 * @param fragments a multiple of the shards
 * @param rowsPerFragment a multiple of the batch size
 * @param inputRows the rows that came
 */
record LayoutSize(int fragments, int rowsPerFragment, long inputRows) {

  /** Fragments of this share of a table's rows are as even as one can ask for. */
  private static final int MOST_FRAGMENTS = 1 << 20;

  /**
   * The size of a table that is laid out as a whole: the number of fragments is given, and each is
   * as large as the rows allow.
   *
   * @param table its name in errors
   * @param bytes about how many bytes all rows take in memory
   */
  static LayoutSize ofTable(String table, TrainingLayout layout, long rows, long bytes) {
    long perShard =
        layout.fragmentsPerShard().isPresent()
            ? layout.fragmentsPerShard().getAsInt()
            : perShard(layout, rows, bytes);
    long fragments = perShard * layout.shards();
    if (fragments > MOST_FRAGMENTS) {
      throw TrainingErrors.tooManyFragments(table, fragments, MOST_FRAGMENTS);
    }
    long round = fragments * layout.batchSize();
    long perFragment = layout.batchSize() * rounds(table, layout, rows, round);
    return checked(table, new LayoutSize((int) fragments, exact(table, perFragment), rows), layout);
  }

  /** As few fragments as keep each below the bytes wanted, but none without a batch. */
  private static long perShard(TrainingLayout layout, long rows, long bytes) {
    long wanted = ceiling(bytes, Math.multiplyExact(layout.bytesPerFragment(), layout.shards()));
    long most = rows / Math.multiplyExact((long) layout.shards(), layout.batchSize());
    return Math.max(1, Math.min(wanted, most));
  }

  /**
   * The size of what is added to a table that is laid out already: the rows of a fragment are
   * given, and there are as many fragments as the rows fill.
   */
  static LayoutSize ofAppend(String table, TrainingLayout layout, int rowsPerFragment, long rows) {
    long round = Math.multiplyExact((long) layout.shards(), rowsPerFragment);
    long fragments = layout.shards() * rounds(table, layout, rows, round);
    if (fragments > MOST_FRAGMENTS) {
      throw TrainingErrors.tooManyFragments(table, fragments, MOST_FRAGMENTS);
    }
    return checked(table, new LayoutSize((int) fragments, rowsPerFragment, rows), layout);
  }

  /** How often the rows fill a round, by what becomes of the remainder. */
  private static long rounds(String table, TrainingLayout layout, long rows, long round) {
    if (rows == 0) {
      throw TrainingErrors.noRows(table);
    }
    long whole = rows / round;
    long left = rows % round;
    if (left != 0 && layout.remainder() == Remainder.FAIL) {
      throw TrainingErrors.remainder(table, rows, round, left);
    }
    long rounds = left != 0 && layout.remainder() == Remainder.REPEAT ? whole + 1 : whole;
    if (rounds == 0) {
      throw TrainingErrors.tooFewRows(table, rows, round, layout.shards(), layout.batchSize());
    }
    return rounds;
  }

  private static LayoutSize checked(String table, LayoutSize size, TrainingLayout layout) {
    if (size.repeated() > size.inputRows()) {
      throw TrainingErrors.tooFewRows(
          table, size.inputRows(), size.rows(), layout.shards(), layout.batchSize());
    }
    return size;
  }

  private static int exact(String table, long rowsPerFragment) {
    if (rowsPerFragment > Integer.MAX_VALUE) {
      throw TrainingErrors.tooManyRowsPerFragment(table, rowsPerFragment);
    }
    return (int) rowsPerFragment;
  }

  private static long ceiling(long dividend, long divisor) {
    return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
  }

  /** The rows of all fragments. */
  long rows() {
    return (long) fragments * rowsPerFragment;
  }

  /** The rows of the input that are in no fragment. */
  long dropped() {
    return Math.max(0, inputRows - rows());
  }

  /** The rows that are there a second time. */
  long repeated() {
    return Math.max(0, rows() - inputRows);
  }
}
