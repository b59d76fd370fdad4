package io.lancetrain.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.FaultRule;
import io.lancetrain.spark.testing.HeldRequest;
import io.lancetrain.spark.testing.Pylance;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers of their own: one that is killed leaves all of its rows or none; ten at once lose none.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class LostDriversTest {
  private static final int APPENDERS = 10;
  private static final int ROWS = 50;

  @TempDir private static Path objects;
  private static FaultyStore store;

  @TempDir private Path folder;

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

  private void tableOfThree() {
    table = store.newTable();
    append(0, 3);
    store.proxy().heal();
  }

  private void append(long first, long end) {
    spark
        .range(first, end, 1, 2)
        .write()
        .format("lance")
        .options(store.options())
        .mode("append")
        .save(table.uri());
  }

  private static List<Long> numbers(long first, long end) {
    return LongStream.range(first, end).boxed().toList();
  }

  @Test
  void aDriverThatIsKilledBeforeTheCommitLeavesNoRowAndOnlyDataFiles() throws Exception {
    tableOfThree();
    HeldRequest manifest = new HeldRequest();
    store.proxy().add(FaultRule.once(StoreObject.TRANSACTION, manifest));
    killWhile(manifest);
    manifest.discard();

    assertThat(table.ids()).isEqualTo(numbers(0, 3));
    assertThat(table.version()).isEqualTo(1);
    assertThat(table.orphans()).hasSize(2).allMatch(file -> file.startsWith("data/"));
    aReRunAppends(numbers(0, 3));
  }

  @Test
  void aDriverThatIsKilledWhileItsManifestIsUnderWayLeavesAllRowsWhereTheStoreAppliesIt()
      throws Exception {
    tableOfThree();
    HeldRequest manifest = new HeldRequest();
    store.proxy().add(FaultRule.once(StoreObject.MANIFEST, manifest));
    killWhile(manifest);
    manifest.releaseAndAwaitAnswer();

    List<Long> all = new ArrayList<>(numbers(0, 3));
    all.addAll(numbers(100, 120));
    assertThat(table.ids()).isEqualTo(all);
    assertThat(table.version()).isEqualTo(2);
    assertThat(table.orphans()).isEmpty();
    assertThat(Pylance.read(table.folder().toString()).at("/values/id")).hasSize(23);
    aReRunAppends(all);
  }

  @Test
  void aDriverThatIsKilledWhileItsManifestIsUnderWayLeavesNoRowWhereTheStoreDoesNotGetIt()
      throws Exception {
    tableOfThree();
    HeldRequest manifest = new HeldRequest();
    store.proxy().add(FaultRule.once(StoreObject.MANIFEST, manifest));
    killWhile(manifest);
    manifest.discard();

    assertThat(table.ids()).isEqualTo(numbers(0, 3));
    assertThat(table.version()).isEqualTo(1);
    assertThat(table.orphans())
        .hasSize(3)
        .allMatch(file -> file.startsWith("data/") || file.startsWith("_transactions/"));
    aReRunAppends(numbers(0, 3));
  }

  @Test
  void aDriverThatIsKilledAfterTheCommitLeavesAllRows() throws Exception {
    tableOfThree();
    try (Driver driver = Driver.start(folder, table, store.options(), 100, 120)) {
      driver.awaitReady();
      driver.go();
      driver.awaitDone();
      driver.kill();
    }

    assertThat(table.ids()).hasSize(23);
    assertThat(table.version()).isEqualTo(2);
    assertThat(table.orphans()).isEmpty();
  }

  private void killWhile(HeldRequest held) throws Exception {
    try (Driver driver = Driver.start(folder, table, store.options(), 100, 120)) {
      driver.awaitReady();
      driver.go();
      held.awaitArrival();
      driver.kill();
    }
  }

  /** The new job takes neither what the lost one left for its own, nor fails because of it. */
  private void aReRunAppends(List<Long> before) {
    store.proxy().heal();
    append(100, 120);

    List<Long> expected = new ArrayList<>(before);
    expected.addAll(numbers(100, 120));
    assertThat(table.ids()).isEqualTo(expected.stream().sorted().toList());
  }

  @Test
  void everyRowOfTenAppendersInJvmsOfTheirOwnIsThereOnce() throws Exception {
    tableOfThree();
    List<Driver> drivers = new ArrayList<>();
    try {
      for (int number = 1; number <= APPENDERS; number++) {
        drivers.add(
            Driver.start(
                folder.resolve(String.valueOf(number)),
                table,
                store.options(),
                (long) ROWS * number,
                ROWS * (number + 1L)));
      }
      for (Driver driver : drivers) {
        driver.awaitReady();
      }
      for (Driver driver : drivers) {
        driver.go();
      }
      for (Driver driver : drivers) {
        driver.awaitDone();
      }
      for (Driver driver : drivers) {
        assertThat(driver.end()).isZero();
      }
    } finally {
      for (Driver driver : drivers) {
        driver.close();
      }
    }

    List<Long> expected = new ArrayList<>(numbers(0, 3));
    expected.addAll(numbers(ROWS, ROWS * (APPENDERS + 1L)));
    assertThat(table.ids()).isEqualTo(expected);
    assertThat(table.version()).isEqualTo(1 + APPENDERS);
    assertThat(table.orphans()).isEmpty();
  }
}
