package io.lancetrain.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.maintenance.Removal;
import io.lancetrain.spark.maintenance.RunningJobs;
import io.lancetrain.spark.testing.Failures;
import io.lancetrain.spark.testing.FaultRule;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.StaleAnswers;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Listings that lag behind: no row is lost or doubled, whatever they hide. The table has two
 * versions, and is listed as if it had only the first.
 */
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class StaleListingsTest {
  private static final Predicate<S3Request> LISTING_OF_VERSIONS =
      request -> request.isList() && request.query().contains("_versions");

  @TempDir private static Path objects;
  private static FaultyStore store;

  private final SparkSession spark = TestSession.shared();
  private FaultyTable table;

  @BeforeAll
  static void start() {
    store = new FaultyStore(objects);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @BeforeEach
  void aTableWhoseListingLagsBehind() {
    store.proxy().heal();
    table = store.newTable();
    append(0, 10, store.options());
    StaleAnswers stale = new StaleAnswers();
    store.proxy().add(FaultRule.always(LISTING_OF_VERSIONS, stale));
    // Everybody who lists the versions is told from now on what is there now.
    assertThat(read(Map.of())).isEqualTo(ids(10));
    orphans(Removal.DRY_RUN);
    append(10, 20, store.optionsWithoutFaults());
  }

  @Test
  void aReadSeesOneVersionAsAWhole() {
    assertThat(read(Map.of())).isIn(ids(10), ids(20));
  }

  @Test
  void aReadOfAVersionByNumberFindsIt() {
    assertThat(read(Map.of("versionAsOf", "2"))).isEqualTo(ids(20));
  }

  @Test
  void anAppendIsInOnceOrFailsClearly() {
    Throwable failure = catchThrowable(() -> append(20, 30, store.options()));

    if (failure == null) {
      assertThat(table.ids()).isEqualTo(ids(30));
    } else {
      assertThat(Failures.ofOurs(failure).condition())
          .isEqualTo(ErrorCondition.LANCE_COMMIT_CONFLICT);
      assertThat(table.ids()).isEqualTo(ids(20));
    }
  }

  @Test
  void filesOfVersionsThatAreNotListedStay() {
    Failures.assertRefused(ErrorCondition.LANCE_COMMIT_CONFLICT, () -> orphans(Removal.DELETE));

    assertThat(table.ids()).isEqualTo(ids(20));
  }

  private void orphans(Removal removal) {
    LanceTables.forPath(spark, table.uri(), store.options())
        .removeOrphans(Duration.ZERO, removal, RunningJobs.NONE)
        .collectAsList();
  }

  private void append(long first, long end, Map<String, String> options) {
    spark
        .range(first, end, 1, 1)
        .write()
        .format("lance")
        .options(options)
        .mode("append")
        .save(table.uri());
  }

  private List<Long> read(Map<String, String> more) {
    return spark
        .read()
        .format("lance")
        .options(store.options())
        .options(more)
        .load(table.uri())
        .collectAsList()
        .stream()
        .map(row -> row.getLong(0))
        .sorted()
        .toList();
  }

  private static List<Long> ids(long end) {
    return LongStream.range(0, end).boxed().toList();
  }
}
