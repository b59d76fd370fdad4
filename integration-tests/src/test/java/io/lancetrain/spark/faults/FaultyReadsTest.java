package io.lancetrain.spark.faults;

import static io.lancetrain.spark.error.ErrorCondition.LANCE_CORRUPT_TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.testing.Failures;
import io.lancetrain.spark.testing.FaultRule;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault of a store at each step of a read: the right rows, or an error that says what to do.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FaultyReadsTest {
  /** A request that is not answered is given up soon, so that the next try comes soon. */
  private static final Map<String, String> SHORT = Map.of("storage.timeout", "1s");

  /** Few tries, and an end to all of them. */
  private static final Map<String, String> LIMITED =
      Map.of(
          "storage.timeout", "1s",
          "storage.client_max_retries", "1",
          "storage.lance_aimd_max_retries", "0",
          "storage.answer_timeout", "2s");

  private static final Map<ReadKind, Integer> REQUESTS = new EnumMap<>(ReadKind.class);

  @TempDir private static Path objects;
  private static FaultyStore store;
  private static FaultyTable template;

  private final SparkSession spark = TestSession.shared();

  @BeforeAll
  static void start() {
    store = new FaultyStore(objects);
    template = store.newTable();
    ReadKind.write(TestSession.shared(), template, store.options());
    template.put("data/orphan.lance");
    for (ReadKind read : ReadKind.values()) {
      FaultyTable copy = store.copyOf(template);
      store.proxy().forgetRequests();
      assertThat(read.of(TestSession.shared(), copy, store.options())).isEqualTo(read.right());
      REQUESTS.put(read, store.proxy().requests().size());
    }
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @BeforeEach
  void heal() {
    store.proxy().heal();
    store.proxy().forgetRequests();
  }

  static Stream<Arguments> everyPassingFault() {
    return Arrays.stream(ReadKind.values())
        .flatMap(
            read ->
                Arrays.stream(ReadFault.values())
                    .filter(ReadFault::passes)
                    .map(fault -> Arguments.of(read, fault)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyPassingFault")
  void aReadGetsTheRightRowsWhereAFaultPasses(ReadKind read, ReadFault fault) {
    int requests = REQUESTS.get(read);
    IntStream numbers =
        fault.takesTime() && read != ReadKind.SCAN
            ? IntStream.of(requests / 2)
            : IntStream.of(1, requests / 2, requests);
    for (int number : numbers.toArray()) {
      store.proxy().heal();
      FaultRule rule = store.proxy().add(FaultRule.nth(request -> true, number, fault.fault()));

      assertThat(read.of(spark, store.copyOf(template), with(SHORT)))
          .as("%s with a fault of request %d of %d", read, number, requests)
          .isEqualTo(read.right());
      assertThat(rule.struck()).isEqualTo(1);
    }
  }

  static Stream<Arguments> everyLastingFault() {
    return Arrays.stream(ReadFault.values())
        .flatMap(
            fault ->
                Stream.concat(
                    Stream.of(StoredObject.values())
                        .map(object -> Arguments.of(ReadKind.SCAN, fault, object)),
                    Stream.of(ReadKind.COUNT, ReadKind.HISTORY, ReadKind.ORPHANS)
                        .map(read -> Arguments.of(read, fault, StoredObject.ANY))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("everyLastingFault")
  void aReadFailsClearlyWithinItsLimitWhereAFaultLasts(
      ReadKind read, ReadFault fault, StoredObject object) {
    FaultyTable table = store.copyOf(template);
    FaultRule rule = store.proxy().add(FaultRule.always(object, fault.fault()));

    LanceException failure =
        Failures.ofOurs(catchThrowable(() -> read.of(spark, table, with(LIMITED))));

    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).contains(table.uri());
    if (fault == ReadFault.LENGTH_TOO_SMALL) {
      // Nobody can tell it from a file that was cut short.
      assertThat(failure.condition()).isIn(fault.condition(), LANCE_CORRUPT_TABLE);
    } else {
      assertThat(failure.condition()).as(failure.getMessage()).isEqualTo(fault.condition());
      assertThat(failure.getMessage()).containsAnyOf(fault.advice(), "storage.answer_timeout");
    }
    assertThat(rule.struck()).isPositive();
  }

  private static Map<String, String> with(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(store.options());
    options.putAll(more);
    return options;
  }

  /** What lies in a store, by the requests that read it. */
  enum StoredObject implements Predicate<S3Request> {
    ANY {
      @Override
      public boolean test(S3Request request) {
        return true;
      }
    },
    MANIFEST {
      @Override
      public boolean test(S3Request request) {
        return request.key().endsWith(".manifest");
      }
    },
    DATA_FILE {
      @Override
      public boolean test(S3Request request) {
        return request.key().contains("/data/");
      }
    }
  }
}
