package io.lancetrain.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.read.FragmentPlanner.RangeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentPlannerTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final int CORES = 2;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyRowIsInExactlyOneSliceInTheTablesOrder(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<FragmentSummary> fragments = randomFragments(random);
      long splitBytes = 1 + random.nextLong(64 * MEBIBYTE);
      int cores = 1 + random.nextInt(64);

      List<FragmentSlice> slices =
          new FragmentPlanner(splitBytes, cores)
              .plan(fragments, random.nextDouble(), RangeKind.ROWS);

      assertThat(rowsRead(slices, fragments))
          .as("seed %d, round %d: %s by %d bytes", seed, round, fragments, splitBytes)
          .isEqualTo(allRows(fragments));
    }
  }

  @Test
  void manySmallFragmentsShareAFewTasks() {
    List<FragmentSummary> fragments = new ArrayList<>();
    for (int id = 0; id < 20_000; id++) {
      fragments.add(new FragmentSummary(id, 10, 10, 500));
    }

    assertThat(new FragmentPlanner(128 * MEBIBYTE, CORES).plan(fragments, 1.0, RangeKind.ROWS))
        .hasSizeBetween(CORES, 12);
  }

  @Test
  void aLargeFragmentIsCutByItsProjectedBytes() {
    List<FragmentSummary> fragments =
        List.of(new FragmentSummary(7, 1_000_000, 1_000_000, 10_240 * MEBIBYTE));
    FragmentPlanner planner = new FragmentPlanner(128 * MEBIBYTE, CORES);

    assertThat(planner.plan(fragments, 1.0, RangeKind.ROWS)).hasSizeBetween(80, 82);
    assertThat(planner.plan(fragments, 0.1, RangeKind.ROWS)).hasSizeBetween(8, 9);
  }

  @Test
  void thereAreAsManyTasksAsCoresWhenThereIsEnoughToDo() {
    List<FragmentSummary> fragments = List.of(new FragmentSummary(0, 1_000, 1_000, 64 * MEBIBYTE));

    assertThat(new FragmentPlanner(128 * MEBIBYTE, 8).plan(fragments, 1.0, RangeKind.ROWS))
        .hasSizeBetween(8, 9);
  }

  @Test
  void fragmentsWithoutRowsAreLeftOut() {
    List<FragmentSummary> fragments =
        List.of(new FragmentSummary(0, 0, 5, MEBIBYTE), new FragmentSummary(1, 5, 5, 100));

    assertThat(new FragmentPlanner(128 * MEBIBYTE, CORES).plan(fragments, 1.0, RangeKind.ROWS))
        .singleElement()
        .satisfies(slice -> assertThat(slice.fragments()).containsExactly(1));
  }

  private static List<FragmentSummary> randomFragments(Random random) {
    List<FragmentSummary> fragments = new ArrayList<>();
    int count = random.nextInt(40);
    for (int id = 0; id < count; id++) {
      long rows = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(1_000);
      fragments.add(
          new FragmentSummary(
              id * 3,
              rows,
              rows + random.nextInt(3),
              random.nextLong(random.nextInt(20) * MEBIBYTE + 1)));
    }
    return fragments;
  }

  /** The rows of each fragment, by their places in it; a list, so that one read twice shows. */
  private static Map<Integer, List<Long>> rowsRead(
      List<FragmentSlice> slices, List<FragmentSummary> fragments) {
    Map<Integer, Long> rows = new HashMap<>();
    fragments.forEach(fragment -> rows.put(fragment.id(), fragment.rows()));
    Map<Integer, List<Long>> read = new HashMap<>();
    for (FragmentSlice slice : slices) {
      for (int id : slice.fragments()) {
        RowRange range =
            slice.rows() instanceof RowRange some ? some : new RowRange(0, rows.get(id));
        for (long row = range.offset(); row < range.offset() + range.limit(); row++) {
          read.computeIfAbsent(id, key -> new ArrayList<>()).add(row);
        }
      }
    }
    return read;
  }

  private static Map<Integer, List<Long>> allRows(List<FragmentSummary> fragments) {
    Map<Integer, List<Long>> all = new HashMap<>();
    for (FragmentSummary fragment : fragments) {
      for (long row = 0; row < fragment.rows(); row++) {
        all.computeIfAbsent(fragment.id(), key -> new ArrayList<>()).add(row);
      }
    }
    return all;
  }
}
