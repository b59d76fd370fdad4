package io.lancetrain.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.ScanRequest.AllRows;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSampleTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sharesThatFollowEachOtherHoldEachRowOnce(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      List<FragmentSlice> slices = slices(fragments(random), random);
      long batchRows = 1 + random.nextInt(20);
      double cut = random.nextDouble();

      List<Long> first = rows(new TableSample(0, cut, seed, batchRows), slices);
      List<Long> rest = rows(new TableSample(cut, 1, seed, batchRows), slices);

      List<Long> all = rows(TableSample.WHOLE, slices);
      List<Long> both = new ArrayList<>(first);
      both.addAll(rest);
      assertThat(first).isSorted();
      assertThat(both).containsExactlyInAnyOrderElementsOf(all);
      assertThat((double) first.size()).isCloseTo(cut * all.size(), within(1.5 * batchRows));
    }
  }

  @Test
  void theSameSeedChoosesTheSameRowsHoweverTheyAreSharedBetweenTasks() {
    List<FragmentSummary> fragments = fragments(new Random(3));
    TableSample sample = new TableSample(0.2, 0.5, 42, 7);

    Set<List<Long>> samples = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      samples.add(rows(sample, slices(fragments, new Random(seed))));
    }

    assertThat(samples).hasSize(1);
  }

  @Test
  void everyBatchIsAsLikelyAsAnyOther() {
    List<FragmentSlice> slices = List.of(new FragmentSlice(List.of(0), new AllRows(), 100));
    int[] chosen = new int[100];
    for (long seed = 0; seed < 10_000; seed++) {
      for (long row : rows(new TableSample(0, 0.1, seed, 1), slices)) {
        chosen[(int) row]++;
      }
    }

    // Of 10,000 samples of a tenth, 1,000 hold a row, give or take five times the deviation of 30.
    assertThat(Arrays.stream(chosen).boxed())
        .allSatisfy(times -> assertThat(times).isBetween(850, 1_150));
  }

  private static List<FragmentSummary> fragments(Random random) {
    List<FragmentSummary> fragments = new ArrayList<>();
    for (int id = 0; id < 1 + random.nextInt(12); id++) {
      long count = random.nextInt(4) == 0 ? 0 : random.nextInt(60);
      fragments.add(new FragmentSummary(id, count, count, random.nextLong(1L << 24)));
    }
    return fragments;
  }

  private static List<FragmentSlice> slices(List<FragmentSummary> fragments, Random random) {
    return new FragmentPlanner(1 + random.nextLong(1L << 24), 1 + random.nextInt(8))
        .plan(fragments, 1, new Cutting.ByRows());
  }

  /** The numbers of the sampled rows in the table. */
  private static List<Long> rows(TableSample sample, List<FragmentSlice> slices) {
    List<Long> rows = new ArrayList<>();
    List<List<RowRange>> ranges = sample.of(slices);
    long first = 0;
    for (int i = 0; i < slices.size(); i++) {
      RowRange whole = slices.get(i).range().orElseThrow();
      for (RowRange range : ranges.get(i)) {
        for (long row = range.offset(); row < range.offset() + range.limit(); row++) {
          rows.add(first + row - whole.offset());
        }
      }
      first += whole.limit();
    }
    return rows;
  }
}
