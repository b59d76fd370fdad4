package io.lancetrain.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.ScanRequest.AddressRange;
import io.lancetrain.spark.dataset.ScanRequest.AllRows;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.dataset.ScanRequest.Rows;
import io.lancetrain.spark.read.Cutting.ByAddress;
import io.lancetrain.spark.read.Cutting.ByRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FragmentPlannerTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final int CORES = 2;
  private static final Cutting BY_ROWS = new ByRows();

  /** A fragment, and the addresses of its rows that are not deleted. */
  private record Fragment(FragmentSummary summary, List<Long> addresses) {}

  @Test
  void everyRowIsReadOnceInTheTablesOrder() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      List<Fragment> fragments = randomFragments(random);
      long splitBytes = 1 + random.nextLong(8 * MEBIBYTE);
      int cores = 1 + random.nextInt(8);
      Cutting cutting = random.nextBoolean() ? BY_ROWS : new ByAddress(1 + random.nextInt(9));

      List<FragmentSlice> slices =
          new FragmentPlanner(splitBytes, cores)
              .plan(summaries(fragments), random.nextDouble(), cutting);

      assertThat(addressesRead(slices, fragments))
          .as("seed %d, round %d: %s by %d bytes, %s", seed, round, fragments, splitBytes, cutting)
          .isEqualTo(fragments.stream().flatMap(each -> each.addresses().stream()).toList());
    }
  }

  @Test
  void manySmallFragmentsShareAFewTasks() {
    List<FragmentSummary> fragments = new ArrayList<>();
    for (int id = 0; id < 20_000; id++) {
      fragments.add(new FragmentSummary(id, 10, 10, 500));
    }

    assertThat(new FragmentPlanner(128 * MEBIBYTE, CORES).plan(fragments, 1.0, BY_ROWS))
        .hasSizeBetween(CORES, 12);
  }

  @Test
  void aLargeFragmentIsCutByItsProjectedBytes() {
    List<FragmentSummary> fragments =
        List.of(new FragmentSummary(7, 1_000_000, 1_000_000, 10_240 * MEBIBYTE));
    FragmentPlanner planner = new FragmentPlanner(128 * MEBIBYTE, CORES);

    assertThat(planner.plan(fragments, 1.0, BY_ROWS)).hasSizeBetween(80, 82);
    assertThat(planner.plan(fragments, 0.1, BY_ROWS)).hasSizeBetween(8, 9);
  }

  @Test
  void aFilteredFragmentIsCutIntoNoMorePartsThanPay() {
    List<FragmentSummary> fragments =
        List.of(new FragmentSummary(7, 1_000_000, 1_200_000, 10_240 * MEBIBYTE));
    FragmentPlanner planner = new FragmentPlanner(128 * MEBIBYTE, CORES);

    assertThat(planner.plan(fragments, 1.0, new ByAddress(5))).hasSize(5);
    assertThat(planner.plan(fragments, 1.0, new ByAddress(1)))
        .containsExactly(new FragmentSlice(List.of(7), new AllRows(), 1_000_000));
  }

  @Test
  void thereAreAsManyTasksAsCoresWhenThereIsEnoughToDo() {
    List<FragmentSummary> fragments = List.of(new FragmentSummary(0, 1_000, 1_000, 64 * MEBIBYTE));

    assertThat(new FragmentPlanner(128 * MEBIBYTE, 8).plan(fragments, 1.0, BY_ROWS))
        .hasSizeBetween(8, 9);
  }

  @Test
  void fragmentsWithoutRowsAreLeftOut() {
    List<FragmentSummary> fragments =
        List.of(new FragmentSummary(0, 0, 5, MEBIBYTE), new FragmentSummary(1, 5, 5, 100));

    assertThat(new FragmentPlanner(128 * MEBIBYTE, CORES).plan(fragments, 1.0, BY_ROWS))
        .singleElement()
        .satisfies(slice -> assertThat(slice.fragments()).containsExactly(1));
  }

  private static List<Fragment> randomFragments(Random random) {
    List<Fragment> fragments = new ArrayList<>();
    int count = random.nextInt(40);
    for (int i = 0; i < count; i++) {
      int places = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(1_000);
      int deletedOfTen = random.nextInt(11);
      long first = (long) (i * 3) << 32;
      List<Long> addresses =
          LongStream.range(first, first + places)
              .filter(address -> random.nextInt(10) >= deletedOfTen)
              .boxed()
              .toList();
      long bytes = random.nextLong(random.nextInt(20) * MEBIBYTE + 1);
      fragments.add(
          new Fragment(new FragmentSummary(i * 3, addresses.size(), places, bytes), addresses));
    }
    return fragments;
  }

  private static List<FragmentSummary> summaries(List<Fragment> fragments) {
    return fragments.stream().map(Fragment::summary).toList();
  }

  /** What Lance returns for the slices: a list, so that a row that is read twice shows. */
  private static List<Long> addressesRead(List<FragmentSlice> slices, List<Fragment> fragments) {
    Map<Integer, List<Long>> addresses = new HashMap<>();
    fragments.forEach(each -> addresses.put(each.summary().id(), each.addresses()));
    List<Long> read = new ArrayList<>();
    for (FragmentSlice slice : slices) {
      for (int id : slice.fragments()) {
        read.addAll(inRange(addresses.get(id), slice.rows()));
      }
    }
    return read;
  }

  private static List<Long> inRange(List<Long> addresses, Rows rows) {
    if (rows instanceof RowRange range) {
      int from = Math.toIntExact(range.offset());
      return addresses.subList(from, from + Math.toIntExact(range.limit()));
    }
    if (rows instanceof AddressRange range) {
      return addresses.stream()
          .filter(address -> address >= range.first() && address < range.end())
          .toList();
    }
    return addresses;
  }
}
