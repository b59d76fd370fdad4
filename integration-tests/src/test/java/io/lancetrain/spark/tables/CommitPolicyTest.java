package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a write does when others write at the same time, and when it runs again. */
class CommitPolicyTest {
  private final SparkSession spark = TestSession.shared();
  private String uri;

  @BeforeEach
  void tableOfThree() {
    uri = TableStore.LOCAL_DISK.newTable();
    spark.range(0, 3, 1, 1).write().format("lance").save(uri);
  }

  @AfterEach
  void noJobDescription() {
    spark.sparkContext().clearJobGroup();
  }

  @Test
  void anOverwriteOfATableThatHasChangedSinceFailsAndLeavesNoFile() throws Exception {
    List<String> before = new ArrayList<>();

    assertThatThrownBy(
            () ->
                whileWriting(
                    rows -> overwrite(rows).save(uri),
                    () -> {
                      append(10);
                      before.addAll(TableStore.files(uri + "/data"));
                    }))
        .hasMessageContaining("LANCE_COMMIT_CONFLICT")
        .hasMessageContaining("from version 1,")
        .hasMessageContaining("newest is 2")
        .hasMessageContaining("onConflict=retry");

    assertThat(ids()).containsExactly(0L, 1L, 2L, 10L);
    assertThat(version()).isEqualTo(2);
    assertThat(TableStore.files(uri + "/data")).hasSize(2);
  }

  @Test
  void anOverwriteThatIsToRetryReplacesWhatIsThereThen() throws Exception {
    whileWriting(rows -> overwrite(rows).option("onConflict", "retry").save(uri), () -> append(10));

    assertThat(ids()).containsExactly(100L);
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void anOverwriteThatIsToRetryDoesNotBringBackOldColumns() throws Exception {
    assertThatThrownBy(
            () ->
                whileWriting(
                    rows -> overwrite(rows).option("onConflict", "retry").save(uri),
                    this::addColumn))
        .hasMessageContaining("LANCE_COMMIT_CONFLICT")
        .hasMessageContaining("columns")
        .hasMessageContaining("version 1,");

    assertThat(load().columns()).containsExactly("id", "name");
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void anAppendLandsOnWhatOthersAppended() throws Exception {
    whileWriting(
        rows -> rows.write().format("lance").mode("append").save(uri),
        () -> {
          append(10);
          append(11);
        });

    assertThat(ids()).containsExactly(0L, 1L, 2L, 10L, 11L, 100L);
    assertThat(version()).isEqualTo(4);
  }

  @Test
  void anAppendToColumnsThatHaveChangedSinceIsRefused() throws Exception {
    assertThatThrownBy(
            () ->
                whileWriting(
                    rows -> rows.write().format("lance").mode("append").save(uri), this::addColumn))
        .hasMessageContaining("LANCE_COMMIT_CONFLICT")
        .hasMessageContaining("the table's columns");

    assertThat(load().count()).isEqualTo(3);
    assertThat(version()).isEqualTo(2);
    assertThat(TableStore.files(uri + "/data")).as("one of them is of the new column").hasSize(2);
  }

  @Test
  void theHistorySaysWhoCommittedWhat() {
    spark.sparkContext().setJobGroup("nightly", "the nightly job", false);
    numbered("etl", 7).option("userMetadata", "from the raw bucket, day 3").save(uri);

    Row newest = LanceTables.forPath(spark, uri).history().first();
    Map<String, String> properties = newest.getJavaMap(newest.fieldIndex("properties"));
    assertThat(properties)
        .containsEntry("spark.application.id", spark.sparkContext().applicationId())
        .containsEntry("spark.application.name", spark.sparkContext().appName())
        .containsEntry("spark.version", spark.version())
        .containsEntry("spark.jobGroup.id", "nightly")
        .containsEntry("spark.job.description", "the nightly job")
        .containsEntry("operation", "append")
        .containsEntry("userMetadata", "from the raw bucket, day 3")
        .containsEntry("txnAppId", "etl")
        .containsEntry("txnVersion", "7")
        .containsKey("spark.query.id");
  }

  @Test
  void aNumberedWriteIsDoneOnce() {
    numbered("etl", 1).save(uri);
    List<String> files = TableStore.files(uri + "/data");
    numbered("etl", 1).save(uri);
    numbered("etl", 0).save(uri);

    assertThat(ids()).containsExactly(0L, 1L, 2L, 100L);
    assertThat(version()).isEqualTo(2);
    assertThat(TableStore.files(uri + "/data")).containsExactlyInAnyOrderElementsOf(files);

    numbered("etl", 2).save(uri);
    numbered("other", 1).save(uri);
    assertThat(ids()).containsExactly(0L, 1L, 2L, 100L, 100L, 100L);
    assertThat(version()).isEqualTo(4);
  }

  @Test
  void aNumberedWriteIsKnownAfterOtherWritesAndWithoutOldVersions() {
    numbered("etl", 5).save(uri);
    append(10);
    overwrite(spark.range(50, 51).toDF()).save(uri);
    NativeTable.removeOldVersions(uri);
    numbered("etl", 5).save(uri);

    assertThat(ids()).containsExactly(50L);
    numbered("etl", 5).mode("overwrite").save(uri);
    assertThat(ids()).containsExactly(50L);
    spark
        .range(60, 61)
        .selectExpr("id as other")
        .write()
        .format("lance")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .save(uri);
    numbered("etl", 5).mode("overwrite").option("overwriteSchema", "true").save(uri);
    assertThat(load().columns()).containsExactly("other");
  }

  @Test
  void aNumberedCreationIsDoneOnce() {
    String fresh = TableStore.LOCAL_DISK.newTable();
    for (int i = 0; i < 2; i++) {
      spark
          .range(2)
          .write()
          .format("lance")
          .mode("append")
          .option("txnAppId", "a")
          .option("txnVersion", 0)
          .save(fresh);
    }

    assertThat(spark.read().format("lance").load(fresh).count()).isEqualTo(2);
  }

  @Test
  void oneOfConcurrentWritesOfTheSameNumberIsDone() throws Exception {
    int writers = 4;
    CyclicBarrier start = new CyclicBarrier(writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Callable<Object>> writes = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        writes.add(
            () -> {
              start.await();
              numbered("etl", 1).save(uri);
              return null;
            });
      }
      for (Future<Object> write : threads.invokeAll(writes)) {
        write.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(ids()).containsExactly(0L, 1L, 2L, 100L);
    assertThat(version()).isEqualTo(2);
    assertThat(TableStore.files(uri + "/data")).hasSize(2);
  }

  @Test
  void aNumberNeedsAName() {
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () ->
            spark
                .range(1)
                .write()
                .format("lance")
                .mode("append")
                .option("txnAppId", "a")
                .save(uri));
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () ->
            spark
                .range(1)
                .write()
                .format("lance")
                .mode("append")
                .option("txnVersion", 1)
                .save(uri));
    assertThat(version()).isEqualTo(1);
  }

  private DataFrameWriter<Row> numbered(String application, long number) {
    return spark
        .range(100, 101, 1, 1)
        .toDF()
        .write()
        .format("lance")
        .mode("append")
        .option("txnAppId", application)
        .option("txnVersion", number);
  }

  private static DataFrameWriter<Row> overwrite(Dataset<Row> rows) {
    return rows.write().format("lance").mode("overwrite");
  }

  private void append(long id) {
    spark.range(id, id + 1, 1, 1).write().format("lance").mode("append").save(uri);
  }

  private void addColumn() {
    NativeTable.addColumn(uri, "name", "'x'");
  }

  private void whileWriting(Concurrently.Write write, Runnable other) throws Exception {
    Concurrently.whileWriting(spark.range(100, 101, 1, 1).toDF("id"), write, other);
  }

  private Dataset<Row> load() {
    return spark.read().format("lance").load(uri);
  }

  private List<Long> ids() {
    return load().collectAsList().stream().map(row -> row.getLong(0)).sorted().toList();
  }

  private long version() {
    return LanceTables.forPath(spark, uri).version();
  }
}
