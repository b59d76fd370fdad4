package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writers that meet lose nothing and write nothing twice. */
class ConcurrentWritesTest {
  private static final int WRITERS = 8;
  private static final int ROWS = 50;

  private final SparkSession spark = TestSession.shared();

  @ParameterizedTest
  @EnumSource
  void everyRowOfConcurrentAppendsIsThereOnce(TableStore store) throws Exception {
    String uri = store.newTable();
    spark.range(0, ROWS).write().format("lance").save(uri);

    List<Future<?>> appends =
        atOnce(
            writer ->
                spark
                    .range((long) ROWS * writer, (long) ROWS * (writer + 1), 1, 2)
                    .write()
                    .format("lance")
                    .mode("append")
                    .save(uri));
    for (Future<?> append : appends) {
      append.get();
    }

    assertThat(ids(uri))
        .containsExactlyElementsOf(LongStream.range(0, ROWS * (WRITERS + 1L)).boxed().toList());
    assertThat(LanceTables.forPath(spark, uri).version()).isEqualTo(1 + WRITERS);
  }

  @ParameterizedTest
  @EnumSource
  void oneOfConcurrentCreationsMakesTheTable(TableStore store) throws Exception {
    String uri = store.newTable();

    List<Future<?>> creations =
        atOnce(
            writer ->
                spark
                    .range((long) ROWS * writer, (long) ROWS * (writer + 1), 1, 2)
                    .write()
                    .format("lance")
                    .save(uri));

    List<Integer> winners = new ArrayList<>();
    for (int place = 0; place < creations.size(); place++) {
      try {
        creations.get(place).get();
        winners.add(place + 1);
      } catch (ExecutionException refused) {
        // Spark's own error where the table was there already when Spark looked.
        assertThat(refused.getCause())
            .satisfiesAnyOf(
                failure -> assertThat(failure).isInstanceOf(TableAlreadyExistsException.class),
                failure ->
                    assertThat(condition(failure)).isEqualTo(ErrorCondition.LANCE_TABLE_EXISTS));
      }
    }
    assertThat(winners).hasSize(1);
    long first = (long) ROWS * winners.get(0);
    assertThat(ids(uri))
        .containsExactlyElementsOf(LongStream.range(first, first + ROWS).boxed().toList());
    // A loser that came in as a later version, and took itself back, could bring back another one.
    assertThat(LanceTables.forPath(spark, uri).version()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void anAppendAndAnOverwriteAtOnceLeaveWhatOneOrderOfThemWould(TableStore store) throws Exception {
    String uri = store.newTable();
    spark.range(0, 10).write().format("lance").save(uri);

    List<Future<?>> writes =
        atOnce(
            writer ->
                spark
                    .range(writer * 100L, writer * 100L + 10, 1, 2)
                    .write()
                    .format("lance")
                    .mode(writer % 4 == 0 ? "overwrite" : "append")
                    .save(uri));

    List<Long> written = new ArrayList<>();
    for (int place = 0; place < writes.size(); place++) {
      try {
        writes.get(place).get();
        written.add(place + 1L);
      } catch (ExecutionException refused) {
        assertThat(condition(refused.getCause())).isEqualTo(ErrorCondition.LANCE_COMMIT_CONFLICT);
      }
    }
    List<Long> ids = ids(uri);
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(10);
    // Each write is there as a whole or not at all, and only writes that said they went well.
    for (long writer = 0; writer <= WRITERS; writer++) {
      long first = writer * 100;
      long present = ids.stream().filter(id -> id >= first && id < first + 10).count();
      assertThat(present).as("rows of writer %d", writer).isIn(0L, 10L);
      if (present == 10 && writer > 0) {
        assertThat(written).contains(writer);
      }
    }
  }

  private static ErrorCondition condition(Throwable failure) {
    assertThat(failure).isInstanceOf(LanceException.class);
    return ((LanceException) failure).condition();
  }

  private interface Write {
    void write(int writer);
  }

  /** Runs writers 1 to {@link #WRITERS}, which start together. */
  private static List<Future<?>> atOnce(Write write) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      CyclicBarrier start = new CyclicBarrier(WRITERS);
      List<Future<?>> results = new ArrayList<>();
      for (int writer = 1; writer <= WRITERS; writer++) {
        int number = writer;
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  write.write(number);
                  return number;
                }));
      }
      for (Future<?> result : results) {
        await(result);
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  /** What a writer failed with is looked at by the test. */
  private static void await(Future<?> result) throws InterruptedException {
    try {
      result.get();
    } catch (ExecutionException failure) {
      assertThat(result).isDone();
    }
  }

  private List<Long> ids(String uri) {
    return spark.read().format("lance").load(uri).collectAsList().stream()
        .map(row -> row.getLong(0))
        .sorted()
        .toList();
  }
}
