package io.lancetrain.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.examples.SparkHome;
import io.lancetrain.spark.testing.Failures;
import io.lancetrain.spark.testing.FaultRule;
import io.lancetrain.spark.testing.HeldRequest;
import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.TestSession;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are lost, fail, are killed or are told to stop: their files go, their rows do not. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class LostTasksTest {
  /** The tasks of this process see it. */
  private static final AtomicLong FIRST_ATTEMPT = new AtomicLong();

  @TempDir private static Path objects;
  private static FaultyStore store;

  @TempDir private Path folder;

  private final SparkSession spark = TestSession.shared();

  @BeforeAll
  static void start() {
    store = new FaultyStore(objects);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @Test
  void rowsAreThereOnceAndNoFileMoreWhereAnExecutorDiedOrATaskFailed() throws Exception {
    FaultyTable lost = store.newTable();
    FaultyTable failed = store.newTable();
    store.proxy().forgetRequests();

    SparkHome.Outcome outcome =
        SparkHome.create()
            .submit(
                List.of(
                    "--master",
                    "local-cluster[2,1,1024]",
                    "--properties-file",
                    settings().toString(),
                    "--jars",
                    SparkHome.property("lancetrain.jar"),
                    "--class",
                    LostTasksProgram.class.getName(),
                    jarOf(LostTasksProgram.class).toString(),
                    lost.uri(),
                    failed.uri()));

    assertThat(outcome.exitCode()).as(outcome.standardError()).isZero();
    for (FaultyTable table : List.of(lost, failed)) {
      assertThat(table.ids()).isEqualTo(LongStream.range(0, 400).boxed().toList());
      assertThat(filesPut(table)).as("files of all attempts").isGreaterThan(40);
      assertThat(table.orphans()).isEmpty();
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have one loopback address")
  void rowsAreThereOnceAndNoFileMoreWhereASpeculativeAttemptWins() throws Exception {
    FaultyTable table = store.newTable();
    store.proxy().forgetRequests();
    SparkHome home = SparkHome.create();

    try (StandaloneCluster cluster = new StandaloneCluster(home, 2)) {
      SparkHome.Outcome outcome =
          home.submit(
              List.of(
                  "--master",
                  cluster.master(),
                  "--properties-file",
                  settings().toString(),
                  "--conf",
                  "spark.speculation=true",
                  "--conf",
                  "spark.speculation.interval=100ms",
                  "--conf",
                  "spark.speculation.quantile=0.5",
                  "--conf",
                  "spark.speculation.minTaskRuntime=100ms",
                  "--jars",
                  SparkHome.property("lancetrain.jar"),
                  "--class",
                  SpeculationProgram.class.getName(),
                  jarOf(SpeculationProgram.class).toString(),
                  table.uri()));

      assertThat(outcome.exitCode()).as(outcome.standardError()).isZero();
    }

    assertThat(table.ids()).isEqualTo(LongStream.range(0, 400).boxed().toList());
    assertThat(filesPut(table)).as("files of all attempts").isGreaterThan(40);
    assertThat(table.orphans()).isEmpty();
  }

  private static long filesPut(FaultyTable table) {
    String name = table.folder().getFileName().toString();
    return store.proxy().requests().stream()
        .filter(StoreObject.DATA_FILE)
        .filter(request -> request.key().startsWith(name))
        .count();
  }

  private Path settings() throws Exception {
    Properties settings = new Properties();
    settings.putAll(store.proxy().sparkSettings());
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.executor.memory", "1g");
    Path file = folder.resolve("spark.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
    }
    return file;
  }

  /** Executors get code in jars alone: the program's, and that of the write. */
  private Path jarOf(Class<?> program) throws Exception {
    Path classes =
        Path.of(program.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(program.getPackageName().replace('.', '/'));
    Path jar = folder.resolve("program.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(program.getSimpleName())
            || name.startsWith(TroubledWrite.class.getSimpleName())) {
          out.putNextEntry(new JarEntry(program.getPackageName().replace('.', '/') + "/" + name));
          Files.copy(file, out);
        }
      }
    }
    return jar;
  }

  /**
   * As the attempt that loses a race of speculation is. Spark starts no second attempt on the host
   * of the first, and there is one host here.
   */
  @Test
  void anAttemptThatIsKilledAndTriedAgainLeavesNoFile() throws Exception {
    FaultyTable table = tableOfThree();
    HeldRequest file = new HeldRequest();
    FaultRule rule = store.proxy().add(FaultRule.nth(StoreObject.DATA_FILE, 5, file));
    FIRST_ATTEMPT.set(-1);
    MapFunction<Long, Long> rows =
        id -> {
          FIRST_ATTEMPT.compareAndSet(-1, TaskContext.get().taskAttemptId());
          return id;
        };
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread job =
        new Thread(
            () ->
                failure.set(
                    catchThrowable(
                        () -> append(table, numbers().map(rows, Encoders.LONG()).toDF("id")))));
    job.start();
    file.awaitArrival();

    assertThat(
            spark.sparkContext().killTaskAttempt(FIRST_ATTEMPT.get(), true, "another was faster"))
        .isTrue();
    file.release();
    job.join();

    assertThat(failure.get()).isNull();
    assertThat(rule.struck()).isEqualTo(1);
    RunningTasks.awaitEnd();
    assertThat(table.ids()).hasSize(203).doesNotHaveDuplicates();
    assertThat(filesPut(table)).as("files of all attempts").isGreaterThan(21);
    assertThat(table.orphans()).isEmpty();
  }

  @Test
  void aJobThatIsCancelledLeavesNothing() throws Exception {
    FaultyTable table = tableOfThree();
    Set<String> before = table.objects();
    HeldRequest file = new HeldRequest();
    store.proxy().add(FaultRule.nth(StoreObject.DATA_FILE, 5, file));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread job =
        new Thread(
            () -> {
              spark.sparkContext().setJobGroup("cancelled", "to be cancelled", true);
              failure.set(catchThrowable(() -> append(table)));
            });
    job.start();
    file.awaitArrival();

    spark.sparkContext().cancelJobGroup("cancelled");
    file.release();
    job.join();
    store.proxy().heal();

    assertThat(failure.get()).hasStackTraceContaining("cancelled");
    RunningTasks.awaitEnd();
    assertThat(table.objects()).isEqualTo(before);
    append(table);
    assertThat(table.ids()).hasSize(203);
  }

  @Test
  void aStoreThatGoesAwayHalfWayIsNamedAndTheTableIsAsItWas() throws Exception {
    FaultyTable table = tableOfThree();
    store.proxy().add(FaultRule.nth(StoreObject.DATA_FILE, 5, passage -> store.proxy().close()));

    Failures.assertRefused(ErrorCondition.LANCE_STORE_UNREACHABLE, () -> append(table));

    RunningTasks.awaitEnd();
    store.comeBack();
    assertThat(table.version()).isEqualTo(1);
    assertThat(table.ids()).isEqualTo(List.of(0L, 1L, 2L));
    assertThat(table.orphans()).allMatch(file -> file.startsWith("data/"));
    append(table);
    assertThat(table.ids()).hasSize(203);
  }

  private FaultyTable tableOfThree() {
    FaultyTable table = store.newTable();
    spark.range(0, 3, 1, 1).write().format("lance").options(store.options()).save(table.uri());
    return table;
  }

  private Dataset<Long> numbers() {
    return spark.range(100, 300, 1, 2).as(Encoders.LONG());
  }

  private void append(FaultyTable table) {
    append(table, numbers().toDF("id"));
  }

  /** Twenty files, from two tasks. */
  private void append(FaultyTable table, Dataset<Row> rows) {
    rows.write()
        .format("lance")
        .options(store.options())
        .option("maxRowsPerFile", 10)
        .mode("append")
        .save(table.uri());
  }
}
