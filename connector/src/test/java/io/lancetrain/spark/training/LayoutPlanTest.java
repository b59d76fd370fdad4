package io.lancetrain.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.option.Remainder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan shares rows of any hashes and classes out exactly. */
class LayoutPlanTest {
  private static final int BITS = 5;

  private record HashedRow(long id, long hash, long classHash) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyRowIsInAsManyFragmentsAsThePolicySays(long seed) {
    Random random = new Random(seed);
    for (Remainder remainder : List.of(Remainder.DROP, Remainder.REPEAT)) {
      int classes = 1 + random.nextInt(6);
      List<HashedRow> rows = rows(random, 50 + random.nextInt(400), classes);
      TrainingLayout layout =
          layout(1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(3), remainder);
      LayoutSize size = LayoutSize.ofTable("t", layout, rows.size(), 0);

      List<List<HashedRow>> fragments = fragments(rows, size);

      assertThat(fragments)
          .hasSize(size.fragments())
          .allSatisfy(fragment -> assertThat(fragment).hasSize(size.rowsPerFragment()));
      Map<Long, Integer> copies = new HashMap<>();
      fragments.forEach(
          fragment -> fragment.forEach(row -> copies.merge(row.id(), 1, Integer::sum)));
      assertThat(copies.values()).allMatch(count -> count <= 2);
      long repeated = copies.values().stream().filter(count -> count == 2).count();
      assertThat(repeated).isEqualTo(size.repeated());
      assertThat((long) copies.size()).isEqualTo(rows.size() - size.dropped());
      assertEven(fragments);
    }
  }

  /** Of each class every fragment has the same number of rows, but for the cutting of the line. */
  private static void assertEven(List<List<HashedRow>> fragments) {
    Map<Long, List<Long>> counts = new TreeMap<>();
    for (List<HashedRow> fragment : fragments) {
      for (HashedRow row : fragment) {
        counts.computeIfAbsent(row.classHash(), first -> new ArrayList<>());
      }
    }
    counts.forEach(
        (classHash, perFragment) -> {
          for (List<HashedRow> fragment : fragments) {
            perFragment.add(fragment.stream().filter(row -> row.classHash() == classHash).count());
          }
          long most = perFragment.stream().mapToLong(count -> count).max().orElseThrow();
          long least = perFragment.stream().mapToLong(count -> count).min().orElseThrow();
          assertThat(most - least).as(perFragment.toString()).isLessThanOrEqualTo(2);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP", "REPEAT"})
  void rowsOfABinDifferOnlyWhereAFragmentBeginsOrEnds(Remainder remainder) {
    List<HashedRow> rows = rows(new Random(1), 500, 3);
    LayoutPlan plan =
        new LayoutPlan(
            counts(rows), LayoutSize.ofTable("t", layout(7, 5, 1, remainder), rows.size(), 0));

    for (int fragment = 0; fragment < plan.fragments(); fragment++) {
      for (int ofClass = 0; ofClass < plan.classes(); ofClass++) {
        List<Integer> cut =
            List.of(plan.cutBin(fragment, ofClass), plan.cutBin(fragment + 1, ofClass));
        for (int bin = 0; bin < plan.bins(); bin++) {
          Set<Long> copies = new TreeSet<>();
          for (long place = 0; place < plan.counted(ofClass, bin); place++) {
            copies.add(plan.copies(fragment, ofClass, bin, place));
          }
          assertThat(copies.size() > 1).isEqualTo(cut.contains(bin));
        }
      }
    }
  }

  @Test
  void aRowThatWasNotCountedIsSentToATaskThatRefusesIt() {
    List<HashedRow> rows = rows(new Random(1), 300, 1);
    LayoutPlan plan =
        new LayoutPlan(
            counts(rows), LayoutSize.ofTable("t", layout(4, 2, 2, Remainder.DROP), 300, 0));

    assertThat(new FragmentKey(plan).call(0L, 17L)).isEqualTo(plan.partitionKey(0));
    assertThatThrownBy(
            () -> new FragmentShare("t", plan, 0).copies(new GenericInternalRow(0), 0, 17))
        .hasMessageContaining("computed twice");
  }

  @Test
  void theSameCountsGiveTheSamePlan() {
    List<HashedRow> rows = rows(new Random(1), 300, 3);
    LayoutSize size = LayoutSize.ofTable("t", layout(4, 2, 2, Remainder.DROP), 300, 0);

    assertThat(fragments(rows, size)).isEqualTo(fragments(rows, size));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64, 1000})
  void everyPartitionHasAKeyThatSparkSendsThere(int partitions) {
    int[] keys = PartitionKeys.of(partitions);

    for (int partition = 0; partition < partitions; partition++) {
      assertThat(Math.floorMod(Murmur3_x86_32.hashInt(keys[partition], 42), partitions))
          .isEqualTo(partition);
    }
  }

  /** What the tasks do: each row goes to its fragments, and each fragment takes its share. */
  private static List<List<HashedRow>> fragments(List<HashedRow> rows, LayoutSize size) {
    LayoutPlan plan = new LayoutPlan(counts(rows), size);
    List<List<HashedRow>> sent = new ArrayList<>();
    for (int fragment = 0; fragment < size.fragments(); fragment++) {
      sent.add(new ArrayList<>());
    }
    FragmentKey key = new FragmentKey(plan);
    FragmentKeys keys = new FragmentKeys(plan);
    for (HashedRow row : rows) {
      Integer ofOne = key.call(row.hash(), row.classHash());
      int[] all = ofOne == null ? keys.call(row.hash(), row.classHash()) : new int[] {ofOne};
      for (int each : all) {
        sent.get(Math.floorMod(Murmur3_x86_32.hashInt(each, 42), size.fragments())).add(row);
      }
    }
    List<List<HashedRow>> taken = new ArrayList<>();
    for (int fragment = 0; fragment < size.fragments(); fragment++) {
      FragmentShare share = new FragmentShare("t", plan, fragment);
      List<HashedRow> own = new ArrayList<>();
      sent.get(fragment).sort(Comparator.comparingLong(row -> row.hash() * 31));
      for (HashedRow row : sent.get(fragment)) {
        InternalRow internal = new GenericInternalRow(new Object[] {row.id()});
        for (long copy = share.copies(internal, row.hash(), row.classHash()); copy > 0; copy--) {
          own.add(row);
        }
      }
      share.complete();
      taken.add(own);
    }
    return taken;
  }

  private static HashCounts counts(List<HashedRow> rows) {
    Map<Long, long[]> byClass = new TreeMap<>();
    for (HashedRow row : rows) {
      byClass
          .computeIfAbsent(row.classHash(), first -> new long[1 << BITS])[
          HashCounts.bin(row.hash(), BITS)]++;
    }
    return new HashCounts(BITS, byClass, 0);
  }

  private static List<HashedRow> rows(Random random, int count, int classes) {
    List<HashedRow> rows = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      // Small classes beside large ones.
      long classHash = (long) Math.floor(classes * Math.pow(random.nextDouble(), 3));
      rows.add(new HashedRow(id, random.nextLong(), classHash));
    }
    return rows;
  }

  private static TrainingLayout layout(
      int shards, int batchSize, int fragmentsPerShard, Remainder remainder) {
    return new TrainingLayout(
        shards,
        batchSize,
        0,
        OptionalInt.of(fragmentsPerShard),
        1,
        remainder,
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }
}
