package io.lancetrain.spark.faults;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.storage.commit.CommitLock;
import io.lancetrain.spark.testing.Fault;
import io.lancetrain.spark.testing.FaultProxy;
import io.lancetrain.spark.testing.FaultRule;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.S3Server.Signatures;
import io.lancetrain.spark.testing.StoreError;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that could let one commit replace another is refused before a row is written there. */
class CommitProbeTest {
  private static final String TABLE = "s3://bucket/table.lance";
  private static final Predicate<S3Request> PUT = request -> request.method().equals("PUT");
  private static final Predicate<S3Request> OF_THE_PROBE =
      request -> request.key().contains("/_lancetrain/probe/");

  private final SparkSession spark = TestSession.shared();
  private S3Server server;
  private FaultProxy proxy;

  @TempDir private Path objects;

  @BeforeEach
  void startStore() {
    server = S3Server.builder().directory(objects).signatures(Signatures.IGNORED).start();
    server.createBucket("bucket");
    proxy = FaultProxy.before(server);
  }

  @AfterEach
  void stopStore() {
    proxy.close();
    server.close();
  }

  @Test
  void aStoreThatMakesAKeyOnceIsAskedOnceAndNothingOfThatStays() {
    write(SaveMode.ErrorIfExists);
    assertThat(proxy.requests()).filteredOn(OF_THE_PROBE).isNotEmpty();
    assertThat(keys()).noneMatch(key -> key.contains("probe"));

    proxy.forgetRequests();
    write(SaveMode.Append);
    assertThat(proxy.requests()).filteredOn(OF_THE_PROBE).isEmpty();
    assertThat(rows()).isEqualTo(20);
  }

  @Test
  void aStoreThatIgnoresTheConditionIsRefusedBeforeAnythingIsWritten() {
    proxy.add(FaultRule.always(PUT, Fault.ignoreTheCondition()));
    assertRefused(ErrorCondition.LANCE_UNSAFE_STORE, () -> write(SaveMode.ErrorIfExists));
    assertRefused(ErrorCondition.LANCE_UNSAFE_STORE, () -> write(SaveMode.Overwrite));
    assertThat(keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 25})
  void aStoreThatChecksBeforeTheFactIsRefused(int milliseconds) {
    proxy.add(FaultRule.always(PUT, Fault.checkBeforeTheFact(Duration.ofMillis(milliseconds))));
    assertRefused(ErrorCondition.LANCE_UNSAFE_STORE, () -> write(SaveMode.ErrorIfExists));
    assertThat(keys()).isEmpty();
  }

  @Test
  void aStoreThatFailsMeanwhileIsNotTakenForSafe() {
    FaultRule failure =
        proxy.add(FaultRule.nth(PUT.and(OF_THE_PROBE), 9, Fault.refuse(StoreError.FORBIDDEN)));
    assertRefused(ErrorCondition.LANCE_ACCESS_DENIED, () -> write(SaveMode.ErrorIfExists));
    assertThat(failure.struck()).isEqualTo(1);
    assertThat(keys()).isEmpty();

    proxy.forgetRequests();
    write(SaveMode.ErrorIfExists);
    assertThat(proxy.requests()).filteredOn(OF_THE_PROBE).isNotEmpty();
  }

  @Test
  void aUserWhoAnswersForTheStoreIsNotHeldUp() {
    proxy.add(FaultRule.always(PUT, Fault.ignoreTheCondition()));
    writer(SaveMode.ErrorIfExists).option("storage.commit.probe", "false").save(TABLE);
    assertThat(rows()).isEqualTo(10);
    assertThat(proxy.requests()).filteredOn(OF_THE_PROBE).isEmpty();
  }

  @Test
  void writersThatTakeTurnsByALockLoseNothingOnAStoreThatIgnoresTheCondition(@TempDir Path locks)
      throws Exception {
    proxy.add(FaultRule.always(PUT, Fault.ignoreTheCondition()));
    String lock = locks.toUri().toString();
    writer(SaveMode.ErrorIfExists).option("storage.commit.lock", lock).save(TABLE);

    ExecutorService writers = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> appends =
          IntStream.range(0, 12)
              .<Future<?>>mapToObj(
                  append ->
                      writers.submit(
                          () ->
                              writer(SaveMode.Append)
                                  .option("storage.commit.lock", lock)
                                  .save(TABLE)))
              .toList();
      for (Future<?> append : appends) {
        append.get();
      }
    } finally {
      writers.shutdownNow();
    }
    assertThat(rows()).isEqualTo(130);
    assertThat(locks).isDirectoryContaining("glob:**table.lance-*.lock");
  }

  @Test
  void aLockThatIsNotToBeHadAfterATryWithoutAnAnswerLeavesTheCommitUnknown() {
    OneTurn.turns.set(1);
    proxy.add(
        FaultRule.once(
            PUT.and(request -> request.key().endsWith(".manifest")), Fault.cutTheRequest()));

    assertRefused(
        ErrorCondition.LANCE_COMMIT_UNKNOWN,
        () ->
            writer(SaveMode.ErrorIfExists)
                .option("storage.commit.lock", OneTurn.class.getName())
                .save(TABLE));
    assertThat(keys()).as("files that a version may come to name").anyMatch(this::isData);
  }

  @Test
  void aLockThatIsNotToBeHadAtAllLeavesNothingBehind() {
    OneTurn.turns.set(0);
    assertRefused(
        ErrorCondition.LANCE_COMMIT_CONFLICT,
        () ->
            writer(SaveMode.ErrorIfExists)
                .option("storage.commit.lock", OneTurn.class.getName())
                .save(TABLE));
    assertThat(keys()).noneMatch(this::isData);
  }

  private boolean isData(String key) {
    return key.startsWith("table.lance/data/");
  }

  /** A lock that can be had so many times, and then never. */
  public static final class OneTurn implements CommitLock {
    private static final AtomicInteger turns = new AtomicInteger();

    @Override
    public Held acquire(String table) throws TimeoutException {
      if (turns.getAndDecrement() <= 0) {
        throw new TimeoutException("somebody else has the lock of " + table);
      }
      return () -> {};
    }
  }

  @Test
  void aLockThatCannotBeUsedIsRefused() {
    for (String lock : List.of("no.such.Lock", "java.lang.String", "file:relative", "a b")) {
      assertRefused(
          ErrorCondition.LANCE_INVALID_OPTION,
          () -> writer(SaveMode.Append).option("storage.commit.lock", lock).save(TABLE));
    }
    assertThat(keys()).noneMatch(key -> key.endsWith(".manifest"));
  }

  private void write(SaveMode mode) {
    writer(mode).save(TABLE);
  }

  private DataFrameWriter<Row> writer(SaveMode mode) {
    return spark.range(0, 10, 1, 1).toDF("id").write().format("lance").mode(mode).options(store());
  }

  private long rows() {
    return spark.read().format("lance").options(store()).load(TABLE).count();
  }

  private Set<String> keys() {
    return new FaultyTable(TABLE, objects.resolve("bucket")).objects();
  }

  private Map<String, String> store() {
    Map<String, String> options = new HashMap<>();
    proxy.lanceStorageOptions().forEach((name, value) -> options.put("storage." + name, value));
    return options;
  }
}
