package io.lancetrain.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowWindowTest {
  /** A row, by its fragment and its number in it. */
  private record Row(int fragment, long number) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void exactlyTheRowsOfTheWindowAreReadInTheTablesOrder(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      Map<Integer, Long> rows = new HashMap<>();
      List<FragmentSummary> fragments = new ArrayList<>();
      for (int id = 0; id < random.nextInt(12); id++) {
        long count = random.nextInt(4) == 0 ? 0 : random.nextInt(30);
        rows.put(id, count);
        fragments.add(new FragmentSummary(id, count, count, random.nextLong(1L << 24)));
      }
      List<FragmentSlice> slices =
          new FragmentPlanner(1 + random.nextLong(1L << 24), 1 + random.nextInt(8))
              .plan(fragments, 1, new Cutting.ByRows());
      List<Row> all = rows(slices, rows);
      RowWindow window = RowWindow.ALL.limited(random.nextInt(150)).without(random.nextInt(60));

      List<Row> inside = rows(window.of(slices, rows::get), rows);

      int from = (int) Math.min(window.offset(), all.size());
      int to = (int) Math.max(from, Math.min(window.limit(), all.size()));
      assertThat(inside)
          .as("seed %d, round %d: %s of %s", seed, round, window, slices)
          .isEqualTo(all.subList(from, to));
      assertThat(window.rowsOf(all.size())).isEqualTo(inside.size());
    }
  }

  @Test
  void fragmentsOutsideAreNotRead() {
    List<FragmentSummary> fragments = new ArrayList<>();
    for (int id = 0; id < 20_000; id++) {
      fragments.add(new FragmentSummary(id, 10, 10, 500));
    }
    List<FragmentSlice> slices =
        new FragmentPlanner(128L << 20, 2).plan(fragments, 1, new Cutting.ByRows());

    assertThat(RowWindow.ALL.limited(10).of(slices, id -> 10L))
        .singleElement()
        .satisfies(slice -> assertThat(slice.fragments()).containsExactly(0));
    assertThat(RowWindow.ALL.limited(15).of(slices, id -> 10L))
        .extracting(FragmentSlice::fragments)
        .containsExactly(List.of(0), List.of(1));
  }

  @Test
  void whatIsPushedLaterCountsFromWhatWasPushedBefore() {
    assertThat(RowWindow.ALL.limited(10).without(3)).isEqualTo(new RowWindow(3, 10));
    assertThat(RowWindow.ALL.without(3).limited(10)).isEqualTo(new RowWindow(3, 13));
    assertThat(RowWindow.ALL.limited(3).without(10).rowsOf(100)).isZero();
  }

  private static List<Row> rows(List<FragmentSlice> slices, Map<Integer, Long> counts) {
    List<Row> rows = new ArrayList<>();
    for (FragmentSlice slice : slices) {
      for (int fragment : slice.fragments()) {
        RowRange range =
            slice.rows() instanceof RowRange part ? part : new RowRange(0, counts.get(fragment));
        for (long row = range.offset(); row < range.offset() + range.limit(); row++) {
          rows.add(new Row(fragment, row));
        }
      }
    }
    return rows;
  }
}
