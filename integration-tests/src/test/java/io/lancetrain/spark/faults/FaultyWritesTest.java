package io.lancetrain.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.testing.Failures;
import io.lancetrain.spark.testing.Fault;
import io.lancetrain.spark.testing.FaultRule;
import io.lancetrain.spark.testing.Pylance;
import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.StoreError;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault of a store at each step of a write: the write is in once, or not in, or says so. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FaultyWritesTest {
  private static final Pattern UPLOAD = Pattern.compile("uploadId=([^&]*)");

  @TempDir private static Path objects;
  private static FaultyStore store;

  private final SparkSession spark = TestSession.shared();

  @BeforeAll
  static void start() {
    store = new FaultyStore(objects);
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

  static Stream<Arguments> everyFaultOfACommit() {
    return Stream.of(StoreObject.TRANSACTION, StoreObject.MANIFEST)
        .flatMap(
            object ->
                Arrays.stream(StoreFault.values())
                    .flatMap(
                        fault ->
                            Arrays.stream(WriteKind.values())
                                .map(write -> Arguments.of(object, fault, write))));
  }

  static Stream<Arguments> everyFaultOfAFile() {
    return Stream.of(
            StoreObject.DATA_FILE,
            StoreObject.UPLOAD_OF_PARTS,
            StoreObject.PART,
            StoreObject.COMPLETION_OF_PARTS)
        .flatMap(
            object ->
                Arrays.stream(StoreFault.values())
                    .map(fault -> Arguments.of(object, fault, WriteKind.APPEND)));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource({"everyFaultOfAFile", "everyFaultOfACommit"})
  void aWriteIsInOnceOrNotInOrSaysThatNobodyKnows(
      StoreObject object, StoreFault fault, WriteKind write) {
    FaultyTable table = tableBefore(write);
    Set<String> before = table.objects();
    FaultRule rule = store.proxy().add(fault.of(object));

    Throwable failure = catchThrowable(() -> save(table, object, write));
    store.proxy().heal();

    assertThat(rule.struck()).as("requests that the fault struck").isPositive();
    boolean in = isIn(table, write, failure);
    assertThat(table.ids()).isEqualTo(in ? write.after() : write.before());
    assertThat(table.version()).isEqualTo(write.versionBefore() + (in ? 1 : 0));
    if (isUnknown(failure)) {
      assertThat(table.orphans()).noneMatch(before::contains);
    } else if (in) {
      assertThat(table.orphans()).isEmpty();
    } else {
      RunningTasks.awaitEnd();
      assertThat(table.objects()).isEqualTo(before);
    }
    // Lance does not give up an upload whose completion failed.
    if (object != StoreObject.COMPLETION_OF_PARTS) {
      assertThat(unfinishedUploads()).isEmpty();
    }
    if (!in) {
      save(table, object, write);
      assertThat(table.ids()).isEqualTo(write.after());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSACTION", "MANIFEST"})
  void aCreationThatAnotherOneOvertakesSaysThatTheTableIsThere(StoreObject object) {
    FaultyTable table = store.newTable();
    FaultRule rule = overtakenAt(object, table, passage -> passage.answer(passage.apply()));

    Failures.assertRefused(
        ErrorCondition.LANCE_TABLE_EXISTS, () -> save(table, object, WriteKind.CREATE));

    assertOnlyTheOtherIsIn(table, rule);
  }

  @Test
  void aCreationThatIsRefusedSaysWhyAlsoWhereTheTableIsThereByThen() {
    FaultyTable table = store.newTable();
    FaultRule rule = overtakenAt(StoreObject.MANIFEST, table, Fault.refuse(StoreError.FORBIDDEN));

    Failures.assertRefused(
        ErrorCondition.LANCE_ACCESS_DENIED,
        () -> save(table, StoreObject.MANIFEST, WriteKind.CREATE));

    assertOnlyTheOtherIsIn(table, rule);
  }

  /** Another writer makes the table when this request comes, before that goes on. */
  private FaultRule overtakenAt(StoreObject object, FaultyTable table, Fault then) {
    Fault fault =
        passage -> {
          spark
              .range(0, 3, 1, 1)
              .write()
              .format("lance")
              .options(store.optionsWithoutFaults())
              .save(table.uri());
          then.strike(passage);
        };
    return store.proxy().add(FaultRule.once(object, fault));
  }

  private static void assertOnlyTheOtherIsIn(FaultyTable table, FaultRule rule) {
    assertThat(rule.struck()).isEqualTo(1);
    assertThat(table.version()).isEqualTo(1);
    assertThat(table.ids()).isEqualTo(List.of(0L, 1L, 2L));
    assertThat(table.orphans()).isEmpty();
  }

  @Test
  void pylanceReadsWhatAFaultyCommitLeft() {
    FaultyTable table = tableBefore(WriteKind.APPEND);
    store.proxy().add(StoreFault.APPLIED_AND_ANSWERED_503.of(StoreObject.MANIFEST));
    save(table, StoreObject.MANIFEST, WriteKind.APPEND);

    assertThat(Pylance.read(table.folder().toString()).at("/values/id")).hasSize(23);
  }

  /** Whether the rows are to be there, by what the write said of itself. */
  private static boolean isIn(FaultyTable table, WriteKind write, Throwable failure) {
    if (failure == null) {
      return true;
    }
    LanceException ours = Failures.ofOurs(failure);
    assertThat(ours).as("an error of ours in %s", failure).isNotNull();
    if (!isUnknown(failure)) {
      return false;
    }
    assertThat(ours.getMessage()).contains("in place");
    return table.transactions().contains(ours.getMessageParameters().get("transaction"));
  }

  private static boolean isUnknown(Throwable failure) {
    return failure != null
        && Failures.ofOurs(failure).condition() == ErrorCondition.LANCE_COMMIT_UNKNOWN;
  }

  private FaultyTable tableBefore(WriteKind write) {
    FaultyTable table = store.newTable();
    if (write != WriteKind.CREATE) {
      spark
          .range(3)
          .selectExpr("id", "binary('') as bytes")
          .write()
          .format("lance")
          .options(store.options())
          .save(table.uri());
    }
    store.proxy().forgetRequests();
    return table;
  }

  private void save(FaultyTable table, StoreObject object, WriteKind write) {
    String bytes =
        object.isOfParts()
            ? "unhex(array_join(transform(sequence(1, 10000), x -> sha2(concat(id, x), 256)), '')) as bytes"
            : "binary('x') as bytes";
    writer(bytes, object).mode(write.mode()).save(table.uri());
  }

  private DataFrameWriter<Row> writer(String bytes, StoreObject object) {
    return spark
        .range(WriteKind.FIRST, WriteKind.END, 1, object.isOfParts() ? 1 : 2)
        .selectExpr("id", bytes)
        .write()
        .format("lance")
        .options(store.options());
  }

  /** The uploads that were begun and neither completed nor given up. */
  private List<String> unfinishedUploads() {
    Set<String> open = new TreeSet<>();
    Set<String> ended = new TreeSet<>();
    for (S3Request request : store.proxy().requests()) {
      Matcher upload = UPLOAD.matcher(request.query());
      if (upload.find()) {
        boolean ends = !request.query().contains("partNumber=") && request.status() / 100 == 2;
        (ends ? ended : open).add(upload.group(1));
      }
    }
    open.removeAll(ended);
    return List.copyOf(open);
  }
}
