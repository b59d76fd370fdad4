package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A share of a table's rows, chosen as whole batches: ranges of neighbouring rows, counted over the
 * rows that are not deleted. Which of them depends on nothing but the version, the seed and their
 * size; shares of one seed that do not overlap have no row in common.
 *
 * @param lower the share before it, from 0 to 1
 * @param upper the share at whose end it ends, from 0 to 1
 * @param seed decides which batches come first
 * @param batchRows the rows of a batch; the table's last may have fewer
 */
record TableSample(double lower, double upper, long seed, long batchRows) implements Serializable {
  /** Every row. */
  static final TableSample WHOLE = new TableSample(0, 1, 0, 1);

  /**
   * With fewer batches, a share of them is too coarse a sample: one batch more or less is then more
   * than a hundredth of the table.
   */
  static final long FEWEST_BATCHES = 128;

  boolean isWhole() {
    return equals(WHOLE);
  }

  /** The share of the rows, from 0 to 1. */
  double share() {
    return Math.max(0, upper - lower);
  }

  /**
   * What of each slice is in the sample.
   *
   * @param slices slices whose rows are counted, which follow the table's order and leave no row
   *     out
   * @return for each of them the ranges, which is none where nothing of it is chosen
   */
  List<List<RowRange>> of(List<FragmentSlice> slices) {
    long rows = slices.stream().mapToLong(slice -> slice.range().orElseThrow().limit()).sum();
    BitSet chosen = batches(Math.toIntExact(-Math.floorDiv(-rows, batchRows)));
    List<List<RowRange>> ranges = new ArrayList<>();
    long first = 0;
    for (FragmentSlice slice : slices) {
      RowRange range = slice.range().orElseThrow();
      ranges.add(chosen(chosen, range, first));
      first += range.limit();
    }
    return ranges;
  }

  /** The batches of the sample: their number is right to one, and any of them is as likely. */
  private BitSet batches(int count) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] places = random.longs(count).toArray();
    Integer[] order = new Integer[count];
    Arrays.setAll(order, batch -> batch);
    Arrays.sort(order, Comparator.comparingLong(batch -> places[batch]));
    BitSet chosen = new BitSet(count);
    for (long i = Math.round(lower * count); i < Math.round(upper * count); i++) {
      chosen.set(order[(int) i]);
    }
    return chosen;
  }

  /** The rows of chosen batches in a range whose first row is this one of the table. */
  private List<RowRange> chosen(BitSet batches, RowRange range, long first) {
    List<RowRange> ranges = new ArrayList<>();
    long end = first + range.limit();
    int batch = batches.nextSetBit((int) (first / batchRows));
    while (batch >= 0 && batch * batchRows < end) {
      int after = batches.nextClearBit(batch);
      long from = Math.max(first, batch * batchRows);
      long to = Math.min(end, after * batchRows);
      ranges.add(new RowRange(range.offset() + from - first, to - from));
      batch = batches.nextSetBit(after);
    }
    return List.copyOf(ranges);
  }

  @Override
  public String toString() {
    return String.format("%.4g %% in ranges of %d rows by seed %d", 100 * share(), batchRows, seed);
  }
}
