package io.lancetrain.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.NativeAggregation;
import io.lancetrain.spark.dataset.NativeAggregation.AggregateFunction;
import io.lancetrain.spark.dataset.NativeAggregation.GroupKey;
import io.lancetrain.spark.dataset.NativeAggregation.Measure;
import io.lancetrain.spark.read.PushedGroups.Merging;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Lance aggregates unless that leaves cores idle, holds too much, or cannot be merged. */
class TaskEstimateTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final long SPLIT_BYTES = 128 * MEBIBYTE;

  @Test
  void smallFragmentsShareATask() {
    assertThat(estimate(3, MEBIBYTE, 1, 8)).isEqualTo(new TaskEstimate(1, 1, 1, 3 * MEBIBYTE));
  }

  @Test
  void onlySparkCutsAFragment() {
    assertThat(estimate(1, 512 * MEBIBYTE, 0.5, 8))
        .isEqualTo(new TaskEstimate(1, 1, 8, 256 * MEBIBYTE));
  }

  /** Old tables do not record the size of their files. */
  @Test
  void aFragmentOfUnknownSizeMayBeOfAnySize() {
    assertThat(estimate(3, 0, 1, 8)).isEqualTo(new TaskEstimate(1, 1, 1, Long.MAX_VALUE));
  }

  @Test
  void oneLargeFragmentIsLeftToManyCores() {
    assertThat(groups(Merging.BY_SPARK).by(new TaskEstimate(1, 1, 2, 1))).isPresent();
    assertThat(groups(Merging.BY_SPARK).by(new TaskEstimate(1, 1, 3, 1))).isEmpty();
    assertThat(groups(Merging.BY_SPARK).by(new TaskEstimate(8, 8, 16, 1))).isPresent();
  }

  @Test
  void moreValuesThanATaskCanHoldAreLeftToSpark() {
    TaskEstimate large = new TaskEstimate(4, 4, 4, 257 * MEBIBYTE);

    assertThat(groups(Merging.BY_SPARK).by(large)).isEmpty();
    assertThat(measure(AggregateFunction.MAX, Merging.BY_SPARK).by(large)).isPresent();
    assertThat(
            measure(AggregateFunction.COUNT_DISTINCT, Merging.IMPOSSIBLE)
                .by(new TaskEstimate(1, 1, 1, 257 * MEBIBYTE)))
        .isEmpty();
  }

  @Test
  void oneTaskHasTheWholeAnswer() {
    assertThat(
            groups(Merging.IMPOSSIBLE).by(new TaskEstimate(1, 1, 1, 1)).map(PushedGroups::merging))
        .contains(Merging.NOT_NEEDED);
    assertThat(groups(Merging.IMPOSSIBLE).by(new TaskEstimate(2, 2, 2, 1))).isEmpty();
    assertThat(groups(Merging.BY_SPARK).by(new TaskEstimate(2, 2, 2, 1)).map(PushedGroups::merging))
        .contains(Merging.BY_SPARK);
  }

  @Test
  void whatCannotBeMergedIsDoneByOneTaskIfThatTakesNoLongerThanTheCoresWouldTakeSpark() {
    assertThat(estimate(4, 16 * MEBIBYTE, 1, 2))
        .isEqualTo(new TaskEstimate(2, 1, 2, 64 * MEBIBYTE));
    assertThat(groups(Merging.IMPOSSIBLE).by(new TaskEstimate(2, 1, 2, 1))).isPresent();
    assertThat(groups(Merging.IMPOSSIBLE).by(new TaskEstimate(8, 1, 8, 1))).isEmpty();
  }

  private static TaskEstimate estimate(int fragments, long bytes, double share, int cores) {
    return TaskEstimate.of(
        IntStream.range(0, fragments)
            .mapToObj(id -> new FragmentSummary(id, 1_000, 1_000, bytes))
            .toList(),
        share,
        SPLIT_BYTES,
        cores);
  }

  private static PushedGroups groups(Merging merging) {
    return pushed(new NativeAggregation(List.of(new GroupKey("k", 0)), List.of()), merging);
  }

  private static PushedGroups measure(AggregateFunction function, Merging merging) {
    return pushed(
        new NativeAggregation(List.of(), List.of(new Measure("m", function, List.of(0)))), merging);
  }

  private static PushedGroups pushed(NativeAggregation aggregation, Merging merging) {
    return new PushedGroups(aggregation, new StructType(), Set.of(), merging, "");
  }
}
