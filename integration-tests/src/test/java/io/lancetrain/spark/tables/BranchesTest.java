package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A branch is a table of its own that began with a version of another. */
class BranchesTest {
  private static final int DRIVERS = 4;

  private final SparkSession spark = TestSession.shared();

  @ParameterizedTest
  @EnumSource
  void aBranchAndItsTableGoOnWithoutEachOther(TableStore store) {
    String uri = tableOfThree(store);

    tables(uri).createBranch("dev");
    append(uri, "dev", 10, 12);
    spark.range(20, 21).write().format("lance").mode("append").save(uri);

    assertThat(ids(uri, Map.of())).containsExactly(0L, 1L, 2L, 20L);
    assertThat(ids(uri, Map.of("branch", "dev"))).containsExactly(0L, 1L, 2L, 10L, 11L);
    spark.range(30, 32).write().format("lance").mode("overwrite").option("branch", "dev").save(uri);
    assertThat(ids(uri, Map.of("branch", "dev"))).containsExactly(30L, 31L);
    assertThat(ids(uri, Map.of())).containsExactly(0L, 1L, 2L, 20L);
    assertThat(ids(uri, Map.of("branch", "dev", "versionAsOf", "2")))
        .containsExactly(0L, 1L, 2L, 10L, 11L);
    assertThat(tables(uri).version()).isEqualTo(2);
    assertThat(branch(uri, "dev").version()).isEqualTo(3);
    assertThat(branch(uri, "dev").restore(1)).isEqualTo(4);
    assertThat(ids(uri, Map.of("branch", "dev"))).containsExactly(0L, 1L, 2L);
  }

  @ParameterizedTest
  @EnumSource
  void aBranchBeginsWithAnyVersionOfAnyBranch(TableStore store) {
    String uri = tableOfThree(store);
    spark.range(10, 11).write().format("lance").mode("append").save(uri);

    tables(uri).createBranch("old", 1);
    append(uri, "old", 100, 101);
    append(uri, "old", 200, 201);
    branch(uri, "old").createBranch("of/old", 2);
    append(uri, "of/old", 300, 301);

    assertThat(ids(uri, Map.of("branch", "old"))).containsExactly(0L, 1L, 2L, 100L, 200L);
    assertThat(ids(uri, Map.of("branch", "of/old"))).containsExactly(0L, 1L, 2L, 100L, 300L);
    assertThat(tables(uri).branches().collectAsList())
        .extracting(row -> row.getString(0), row -> row.getString(1), row -> row.getLong(2))
        .containsExactly(tuple("of/old", "old", 2L), tuple("old", null, 1L));
    assertRefused(
        ErrorCondition.LANCE_VERSION_NOT_FOUND, () -> tables(uri).createBranch("next", 9));
    assertRefused(ErrorCondition.LANCE_BRANCH_EXISTS, () -> tables(uri).createBranch("old", 2));
    assertRefused(ErrorCondition.LANCE_BRANCH_EXISTS, () -> tables(uri).createBranch("old"));
    for (String name : List.of("main", "a b", "a..b", "_a", "/a", "a/", "a//b", "", "a.lock")) {
      assertRefused(ErrorCondition.LANCE_INVALID_OPTION, () -> tables(uri).createBranch(name));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBranchThatIsNotThereIsNeitherReadNorWritten(TableStore store) {
    String uri = tableOfThree(store);

    assertRefused(ErrorCondition.LANCE_BRANCH_NOT_FOUND, () -> ids(uri, Map.of("branch", "none")));
    for (String mode : List.of("append", "overwrite", "errorifexists", "ignore")) {
      assertRefused(
          ErrorCondition.LANCE_BRANCH_NOT_FOUND,
          () ->
              spark.range(5).write().format("lance").mode(mode).option("branch", "none").save(uri));
    }
    assertRefused(ErrorCondition.LANCE_BRANCH_NOT_FOUND, () -> branch(uri, "none").version());
    assertThat(TableStore.files(uri)).doesNotContain("tree");
    assertThat(ids(uri, Map.of())).containsExactly(0L, 1L, 2L);
    String noTable = store.newTable();
    assertRefused(
        ErrorCondition.LANCE_PATH_NOT_FOUND,
        () -> spark.range(5).write().format("lance").option("branch", "none").save(noTable));
  }

  @ParameterizedTest
  @EnumSource
  void aTagNamesAVersionOfABranch(TableStore store) {
    String uri = tableOfThree(store);
    tables(uri).createBranch("dev");
    append(uri, "dev", 10, 12);
    spark
        .range(20, 21)
        .write()
        .format("lance")
        .mode("append")
        .option("branch", "dev")
        .option("tag", "written")
        .save(uri);

    branch(uri, "dev").tag("named", 2);
    tables(uri).tag("main", 1);

    assertThat(tables(uri).tags().collectAsList())
        .extracting(row -> row.getString(0), row -> row.getLong(1), row -> row.getString(3))
        .containsExactly(
            tuple("main", 1L, null), tuple("named", 2L, "dev"), tuple("written", 3L, "dev"));
    assertThat(ids(uri, Map.of("tag", "named"))).containsExactly(0L, 1L, 2L, 10L, 11L);
    assertThat(ids(uri, Map.of("tag", "written", "branch", "dev")))
        .containsExactly(0L, 1L, 2L, 10L, 11L, 20L);
    assertRefused(
        ErrorCondition.LANCE_TAG_NOT_FOUND, () -> ids(uri, Map.of("tag", "main", "branch", "dev")));
    assertRefused(ErrorCondition.LANCE_TAG_EXISTS, () -> tables(uri).tag("named", 1));
    assertRefused(ErrorCondition.LANCE_TAG_EXISTS, () -> branch(uri, "dev").tag("main", 1));
  }

  @ParameterizedTest
  @EnumSource
  void aBranchIsDeletedUnlessSomethingNeedsIt(TableStore store) {
    String uri = tableOfThree(store);
    tables(uri).createBranch("dev");
    append(uri, "dev", 10, 12);
    branch(uri, "dev").tag("named", 2);
    branch(uri, "dev").createBranch("child");

    assertRefused(ErrorCondition.LANCE_BRANCH_IN_USE, () -> tables(uri).deleteBranch("dev"));
    tables(uri).deleteBranch("child");
    assertRefused(ErrorCondition.LANCE_BRANCH_IN_USE, () -> tables(uri).deleteBranch("dev"));
    tables(uri).untag("named");
    tables(uri).deleteBranch("dev");

    assertRefused(ErrorCondition.LANCE_BRANCH_NOT_FOUND, () -> ids(uri, Map.of("branch", "dev")));
    assertRefused(ErrorCondition.LANCE_BRANCH_NOT_FOUND, () -> tables(uri).deleteBranch("dev"));
    assertThat(tables(uri).branches().collectAsList()).isEmpty();
    assertThat(ids(uri, Map.of())).containsExactly(0L, 1L, 2L);
    tables(uri).createBranch("dev");
    assertThat(ids(uri, Map.of("branch", "dev"))).containsExactly(0L, 1L, 2L);
  }

  @ParameterizedTest
  @EnumSource
  void oneOfTheDriversThatMakeATagAtOnceMakesIt(TableStore store) throws Exception {
    String uri = tableOfThree(store);
    for (int version = 2; version <= DRIVERS; version++) {
      spark.range(version).write().format("lance").mode("append").save(uri);
    }

    for (int round = 0; round < 5; round++) {
      String name = "tag-" + round;
      List<Integer> winners = winners(driver -> tables(uri).tag(name, driver), "LANCE_TAG_EXISTS");

      assertThat(winners).hasSize(1);
      assertThat(tables(uri).tags().where("name = '" + name + "'").head().getLong(1))
          .isEqualTo((long) winners.get(0));
    }
    assertThat(TableStore.files(uri + "/_lancetrain/claims/tag-tag-0")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void oneOfTheDriversThatMakeABranchAtOnceMakesIt(TableStore store) throws Exception {
    String uri = tableOfThree(store);
    for (int version = 2; version <= DRIVERS; version++) {
      spark.range(version).write().format("lance").mode("append").save(uri);
    }

    List<Integer> winners =
        winners(driver -> tables(uri).createBranch("dev", driver), "LANCE_BRANCH_EXISTS");

    assertThat(winners).hasSize(1);
    assertThat(branch(uri, "dev").history().collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly((long) winners.get(0));
  }

  @Test
  void pylanceReadsABranch() {
    String uri = tableOfThree(TableStore.LOCAL_DISK);
    tables(uri).createBranch("dev");
    append(uri, "dev", 10, 12);

    assertThat(io.lancetrain.spark.testing.Pylance.read(uri + "/tree/dev").toString())
        .contains("11");
  }

  private interface Making {
    void by(int driver);
  }

  /** The drivers, from 1, that were not refused with this condition. */
  private static List<Integer> winners(Making making, String refusal) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(DRIVERS);
    try {
      CyclicBarrier start = new CyclicBarrier(DRIVERS);
      List<Future<?>> drivers = new ArrayList<>();
      for (int driver = 1; driver <= DRIVERS; driver++) {
        int mine = driver;
        drivers.add(
            threads.submit(
                () -> {
                  start.await();
                  making.by(mine);
                  return mine;
                }));
      }
      List<Integer> winners = new ArrayList<>();
      for (int place = 0; place < DRIVERS; place++) {
        try {
          drivers.get(place).get();
          winners.add(place + 1);
        } catch (ExecutionException refused) {
          assertThat(refused.getCause()).isInstanceOf(LanceException.class);
          assertThat(((LanceException) refused.getCause()).condition().name()).isEqualTo(refusal);
        }
      }
      return winners;
    } finally {
      threads.shutdownNow();
    }
  }

  private String tableOfThree(TableStore store) {
    String uri = store.newTable();
    spark.range(0, 3, 1, 1).write().format("lance").save(uri);
    return uri;
  }

  private void append(String uri, String branch, long from, long to) {
    spark.range(from, to).write().format("lance").mode("append").option("branch", branch).save(uri);
  }

  private List<Long> ids(String uri, Map<String, String> options) {
    return LongStream.of(
            spark.read().format("lance").options(options).load(uri).collectAsList().stream()
                .mapToLong(row -> row.getLong(0))
                .sorted()
                .toArray())
        .boxed()
        .toList();
  }

  private LanceTables tables(String uri) {
    return LanceTables.forPath(spark, uri);
  }

  private LanceTables branch(String uri, String name) {
    return LanceTables.forPath(spark, uri, Map.of("branch", name));
  }
}
