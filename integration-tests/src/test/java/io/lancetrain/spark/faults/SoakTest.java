package io.lancetrain.spark.faults;

import static io.lancetrain.spark.error.ErrorCondition.LANCE_COMMIT_CONFLICT;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_COMMIT_UNKNOWN;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_FILE_MISSING;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_STORE_UNREACHABLE;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_VERSION_NOT_FOUND;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.faults.Ledger.Batch;
import io.lancetrain.spark.faults.Ledger.Fate;
import io.lancetrain.spark.faults.Ledger.Found;
import io.lancetrain.spark.maintenance.Removal;
import io.lancetrain.spark.maintenance.Retention;
import io.lancetrain.spark.testing.Failures;
import io.lancetrain.spark.testing.Pylance;
import io.lancetrain.spark.testing.PythonEnvironment;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.ReadOptions;

/**
 * Appends, reads, compaction, vacuum and the removal of orphans at once, on a store that fails in
 * every way: no row that was acknowledged is lost, and none is there twice.
 *
 * <p>{@code -Dlancetrain.soak.seconds=...} says how long it goes on, and {@code
 * -Dlancetrain.soak.seed=...} with the number that a failure names makes the same faults and
 * batches again, though not at the same moments.
 */
class SoakTest {
  /** How a read or write may end besides well. */
  private static final Set<ErrorCondition> CLEAR =
      Set.of(
          LANCE_STORE_UNREACHABLE,
          LANCE_COMMIT_CONFLICT,
          LANCE_COMMIT_UNKNOWN,
          // A vacuum takes old versions away from those who still read them.
          LANCE_FILE_MISSING,
          LANCE_VERSION_NOT_FOUND);

  private static final String APPLICATION = "soak";

  /** The longest that what was begun may take to end. */
  private static final Duration END = Duration.ofSeconds(120);

  @TempDir private static Path objects;

  private final long seed =
      Optional.ofNullable(System.getProperty("lancetrain.soak.seed"))
          .filter(text -> !text.isEmpty())
          .map(Long::valueOf)
          .orElseGet(System::nanoTime);
  private final Duration time =
      Duration.ofSeconds(Long.parseLong(System.getProperty("lancetrain.soak.seconds", "90")));

  private final SparkSession spark = TestSession.shared();
  private final Ledger ledger = new Ledger();
  private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
  private final Queue<Throwable> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbered = new AtomicInteger();
  private FaultyStore store;
  private FaultyTable table;
  private volatile boolean isOver;

  /** Something that is done again and again. */
  private interface Action {
    void run(Random random) throws Exception;
  }

  @Test
  void noAcknowledgedRowIsLostOrDoubledOnAStoreThatFails() throws Exception {
    try (FaultyStore faulty = new FaultyStore(objects)) {
      store = faulty;
      table = store.newTable();
      append(ledger.begin(50), Map.of());
      RandomFaults faults = new RandomFaults(store.proxy(), new Random(seed));
      List<Thread> threads = start();
      Instant end = Instant.now().plus(time);
      while (Instant.now().isBefore(end) && violations.isEmpty()) {
        faults.change();
        Thread.sleep(2_000);
      }
      isOver = true;
      faults.heal();
      awaitEnd(threads);
      check(faults);
    }
  }

  private List<Thread> start() {
    List<Thread> threads = new ArrayList<>();
    threads.add(repeat("append", 1, Duration.ZERO, this::append));
    threads.add(repeat("append", 2, Duration.ZERO, this::append));
    threads.add(repeat("numbered append", 3, Duration.ofMillis(500), this::appendNumbered));
    threads.add(repeat("read", 4, Duration.ZERO, random -> read()));
    threads.add(repeat("aggregate", 5, Duration.ZERO, random -> aggregate()));
    threads.add(repeat("compact", 6, Duration.ofSeconds(3), random -> compact()));
    threads.add(repeat("vacuum", 7, Duration.ofSeconds(4), random -> vacuum()));
    threads.add(repeat("orphans", 8, Duration.ofSeconds(9), random -> removeOrphans()));
    return threads;
  }

  private Thread repeat(String name, int number, Duration pause, Action action) {
    Random random = new Random(seed + number);
    Thread thread =
        new Thread(
            () -> {
              while (!isOver) {
                attempt(name, () -> action.run(random));
                pause(pause);
              }
            },
            "soak " + name + " " + number);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  private void attempt(String name, Call call) {
    try {
      call.run();
      note(name, "well");
    } catch (Throwable failure) {
      LanceException ours = Failures.ofOurs(failure);
      note(name, ours == null ? failure.getClass().getSimpleName() : ours.condition().name());
      if (ours == null || !CLEAR.contains(ours.condition())) {
        violations.add(failure);
      }
    }
  }

  private void note(String name, String outcome) {
    outcomes.computeIfAbsent(name + ": " + outcome, key -> new AtomicInteger()).incrementAndGet();
  }

  private void append(Random random) {
    append(ledger.begin(1 + random.nextInt(200)), Map.of());
  }

  private void append(Batch batch, Map<String, String> more) {
    try {
      save(batch, more);
      ledger.end(batch, Fate.ACKNOWLEDGED);
    } catch (RuntimeException failure) {
      ledger.end(batch, isUnknown(failure) ? Fate.UNKNOWN : Fate.FAILED);
      throw failure;
    }
  }

  /** Tries again with the same number until it is told that the rows are in. */
  private void appendNumbered(Random random) {
    Batch batch = ledger.begin(1 + random.nextInt(200));
    Map<String, String> number =
        Map.of("txnAppId", APPLICATION, "txnVersion", String.valueOf(numbered.incrementAndGet()));
    Fate fate = Fate.FAILED;
    while (fate != Fate.ACKNOWLEDGED && !isOver) {
      try {
        save(batch, number);
        fate = Fate.ACKNOWLEDGED;
      } catch (RuntimeException failure) {
        LanceException ours = Failures.ofOurs(failure);
        if (ours == null || !CLEAR.contains(ours.condition())) {
          throw failure;
        }
        note("numbered append", "again after " + ours.condition());
        fate = isUnknown(failure) ? Fate.UNKNOWN : fate;
      }
    }
    ledger.end(batch, fate);
  }

  private void save(Batch batch, Map<String, String> more) {
    spark
        .range(batch.firstId(), batch.endId(), 1, 2)
        .selectExpr("id", batch.number() + "L as batch", "sha2(cast(id as string), 256) as hash")
        .write()
        .format("lance")
        .options(options())
        .options(more)
        .mode("append")
        .save(table.uri());
  }

  private static boolean isUnknown(Throwable failure) {
    LanceException ours = Failures.ofOurs(failure);
    return ours == null || ours.condition() == LANCE_COMMIT_UNKNOWN;
  }

  private void read() {
    Map<Long, Fate> known = ledger.now();
    Map<Long, List<Long>> ids = new HashMap<>();
    for (Row row : load().select("batch", "id").collectAsList()) {
      ids.computeIfAbsent(row.getLong(0), key -> new ArrayList<>()).add(row.getLong(1));
    }
    List<Found> found = new ArrayList<>();
    ids.forEach(
        (batch, values) ->
            found.add(
                new Found(
                    batch,
                    values.size(),
                    values.stream().distinct().count(),
                    values.stream().mapToLong(Long::longValue).min().orElseThrow(),
                    values.stream().mapToLong(Long::longValue).max().orElseThrow())));
    assertThat(ledger.violations(found, known)).isEmpty();
  }

  private void aggregate() {
    Map<Long, Fate> known = ledger.now();
    assertThat(ledger.violations(aggregated(), known)).isEmpty();
  }

  private List<Found> aggregated() {
    return load()
        .groupBy("batch")
        .agg(count(col("id")), countDistinct(col("id")), min(col("id")), max(col("id")))
        .collectAsList()
        .stream()
        .map(
            row ->
                new Found(
                    row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
        .toList();
  }

  private Dataset<Row> load() {
    return spark.read().format("lance").options(options()).load(table.uri());
  }

  /** By lance-core, whose own retries would commit twice. */
  private void compact() {
    Map<String, String> settings = new HashMap<>(store.proxy().lanceStorageOptions());
    settings.putAll(
        Map.of("client_max_retries", "0", "lance_aimd_max_retries", "0", "timeout", "2s"));
    try (org.lance.Dataset dataset =
        org.lance.Dataset.open()
            .uri(table.uri())
            .readOptions(new ReadOptions.Builder().setStorageOptions(settings).build())
            .build()) {
      dataset.compact();
      note("compact", "done");
    } catch (Exception failed) {
      note("compact", "failed");
    }
  }

  private void vacuum() {
    if (!LanceTables.forPath(spark, table.uri(), options())
        .vacuum(Retention.ofNewest(25))
        .versions()
        .isEmpty()) {
      note("vacuum", "removed versions");
    }
  }

  private void removeOrphans() {
    LanceTables.forPath(spark, table.uri(), options())
        .removeOrphans(Duration.ofHours(24), Removal.DELETE);
  }

  private Map<String, String> options() {
    Map<String, String> options = new HashMap<>(store.options());
    options.put("storage.timeout", "2s");
    options.put("storage.answer_timeout", "30s");
    return options;
  }

  private void awaitEnd(List<Thread> threads) throws InterruptedException {
    Instant end = Instant.now().plus(END);
    for (Thread thread : threads) {
      thread.join(Math.max(1, Duration.between(Instant.now(), end).toMillis()));
      assertThat(thread.isAlive())
          .as("%s goes on: %s", thread.getName(), List.of(thread.getStackTrace()))
          .isFalse();
    }
  }

  private void check(RandomFaults faults) {
    String report =
        "seed %d, %d faults, ledger %d acknowledged, %d unknown, %d failed, %s"
            .formatted(
                seed,
                faults.struck(),
                ledger.count(Fate.ACKNOWLEDGED),
                ledger.count(Fate.UNKNOWN),
                ledger.count(Fate.FAILED),
                new TreeMap<>(outcomes));
    System.err.println("The soak: " + report);
    Throwable first = violations.peek();
    if (first != null) {
      throw new AssertionError(report, first);
    }
    assertThat(faults.struck()).as(report).isPositive();
    assertThat(outcomes).as(report).containsKeys("append: well", "read: well", "aggregate: well");
    assertThat(ledger.violations(aggregated(), ledger.now())).as(report).isEmpty();
    assertThat(ledger.violations(byPylance(), ledger.now())).as(report).isEmpty();
  }

  private List<Found> byPylance() {
    JsonNode batches =
        Pylance.json(
            PythonEnvironment.ofThisBuild().run("read_batches.py", table.folder().toString()));
    return StreamSupport.stream(batches.spliterator(), false)
        .map(
            row ->
                new Found(
                    row.get(0).asLong(),
                    row.get(1).asLong(),
                    row.get(2).asLong(),
                    row.get(3).asLong(),
                    row.get(4).asLong()))
        .toList();
  }
}
