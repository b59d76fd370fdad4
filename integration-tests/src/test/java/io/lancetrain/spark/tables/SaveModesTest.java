package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each save mode, and each statement of SQL, makes of a path with and without a table. */
@Tag("round-trip")
class SaveModesTest {
  private static volatile CountDownLatch lastRowIsWritten;

  private final SparkSession spark = TestSession.shared();

  @ParameterizedTest
  @CsvSource({
    "LOCAL_DISK, append",
    "LOCAL_DISK, overwrite",
    "LOCAL_DISK, errorifexists",
    "LOCAL_DISK, ignore",
    "S3, append",
    "S3, overwrite",
    "S3, errorifexists",
    "S3, ignore",
    "S3A, append",
    "S3A, overwrite",
    "S3A, errorifexists",
    "S3A, ignore"
  })
  void everyModeMakesTheTableWhereThereIsNone(TableStore store, String mode) {
    String uri = store.newTable();

    spark.range(5).write().format("lance").mode(mode).save(uri);

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(version(uri)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void appendAddsRows(TableStore store) {
    String uri = tableOfThree(store);

    spark.range(10, 12).write().format("lance").mode("append").save(uri);

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L, 10L, 11L);
    assertThat(version(uri)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void overwriteReplacesRows(TableStore store) {
    String uri = tableOfThree(store);

    spark.range(10, 12).write().format("lance").mode("overwrite").save(uri);

    assertThat(ids(uri)).containsExactly(10L, 11L);
    assertThat(version(uri)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void overwriteWithNothingEmptiesTheTable(TableStore store) {
    String uri = tableOfThree(store);

    spark.range(0).write().format("lance").mode("overwrite").save(uri);

    assertThat(ids(uri)).isEmpty();
    assertThat(version(uri)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultModeLeavesATableThatIsThere(TableStore store) {
    String uri = tableOfThree(store);

    assertThatThrownBy(() -> spark.range(5).write().format("lance").save(uri))
        .isInstanceOf(TableAlreadyExistsException.class);

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L);
    assertThat(version(uri)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultModeNamesTheTableAsItWasNamed(TableStore store) {
    String uri = tableOfThree(store);

    assertThatThrownBy(
            () -> spark.range(5).write().format("lance").option("maxRowsPerFile", 2).save(uri))
        .isInstanceOf(TableAlreadyExistsException.class)
        .hasMessageContaining(" `" + uri + "` ");
    assertThatThrownBy(
            () ->
                spark
                    .range(5)
                    .write()
                    .format("lance")
                    .option("storage.user_agent", "test")
                    .save(uri))
        .isInstanceOf(TableAlreadyExistsException.class)
        .hasMessageContaining(" `storage-options-")
        .hasMessageContaining(".`" + uri + "` ");
    spark.range(5).write().format("lance").mode("ignore").option("maxRowsPerFile", 2).save(uri);

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L);
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultModeTakesTheOptionsOfTheWrite(TableStore store) {
    String uri = store.newTable();

    spark.range(0, 5, 1, 1).write().format("lance").option("maxRowsPerFile", 2).save(uri);

    assertThat(TableStore.files(uri + "/data")).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void ignoreLeavesATableThatIsThere(TableStore store) {
    String uri = tableOfThree(store);

    spark.range(5).write().format("lance").mode("ignore").save(uri);

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L);
    assertThat(version(uri)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void anAppendOfNothingMakesNoVersion(TableStore store) {
    String uri = tableOfThree(store);

    spark.range(0).write().format("lance").mode("append").save(uri);

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L);
    assertThat(version(uri)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void anOverwriteReadsTheTableThatItReplaces(TableStore store) {
    String uri = tableOfThree(store);

    load(uri).selectExpr("id + 100 as id").write().format("lance").mode("overwrite").save(uri);

    assertThat(ids(uri)).containsExactly(100L, 101L, 102L);
  }

  @ParameterizedTest
  @EnumSource
  void anAppendReadsTheTableThatItExtends(TableStore store) {
    String uri = tableOfThree(store);

    load(uri).selectExpr("id + 100 as id").write().format("lance").mode("append").save(uri);

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L, 100L, 101L, 102L);
  }

  @ParameterizedTest
  @EnumSource
  void anotherSchemaNeedsOverwriteSchema(TableStore store) {
    String uri = tableOfThree(store);
    Dataset<Row> other = spark.range(2).selectExpr("string(id) as name", "map('a', id) as counts");

    assertRefused(
        ErrorCondition.LANCE_SCHEMA_MISMATCH,
        () -> other.write().format("lance").mode("overwrite").save(uri));
    assertThat(ids(uri)).containsExactly(0L, 1L, 2L);

    other.write().format("lance").mode("overwrite").option("overwriteSchema", true).save(uri);
    assertThat(load(uri).columns()).containsExactly("name", "counts");
    assertThat(load(uri).orderBy("name").collectAsList())
        .extracting(row -> row.getString(0), row -> row.getJavaMap(1))
        .containsExactly(tuple("0", Map.of("a", 0L)), tuple("1", Map.of("a", 1L)));
    assertThat(spark.read().format("lance").option("versionAsOf", 1).load(uri).columns())
        .containsExactly("id");
  }

  @ParameterizedTest
  @EnumSource
  void anAppendMatchesColumnsByName(TableStore store) {
    String uri = store.newTable();
    Dataset<Row> rows = spark.range(3).selectExpr("id", "string(id) as name", "id * 2 as twice");
    rows.write().format("lance").save(uri);

    rows.selectExpr("twice", "id + 10 as id", "name")
        .write()
        .format("lance")
        .mode("append")
        .save(uri);

    assertThat(load(uri).where("id >= 10").orderBy("id").collectAsList())
        .extracting(row -> row.getLong(0), row -> row.getString(1), row -> row.getLong(2))
        .containsExactly(tuple(10L, "0", 0L), tuple(11L, "1", 2L), tuple(12L, "2", 4L));
  }

  @ParameterizedTest
  @EnumSource
  void anAppendWidensIntegers(TableStore store) {
    String uri = tableOfThree(store);

    spark
        .range(10, 12)
        .selectExpr("int(id) as id")
        .write()
        .format("lance")
        .mode("append")
        .save(uri);

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L, 10L, 11L);
  }

  @ParameterizedTest
  @EnumSource
  void anAppendOfOtherColumnsIsRefusedAndLeavesNothing(TableStore store) {
    String uri = tableOfThree(store);

    for (String columns : List.of("id as other", "string(id) as id")) {
      assertRefused(
          ErrorCondition.LANCE_SCHEMA_MISMATCH,
          () ->
              spark.range(3).selectExpr(columns).write().format("lance").mode("append").save(uri));
    }

    assertThat(version(uri)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void partitionByIsRefused(TableStore store) {
    String uri = store.newTable();

    assertRefused(
        ErrorCondition.LANCE_UNSUPPORTED_OPERATION,
        () ->
            spark
                .range(3)
                .selectExpr("id", "id % 2 as part")
                .write()
                .format("lance")
                .partitionBy("part")
                .save(uri));
    assertRefused(ErrorCondition.LANCE_PATH_NOT_FOUND, () -> load(uri));
  }

  @ParameterizedTest
  @EnumSource
  void createTableMakesAnEmptyTableWithItsConstraintsAndProperties(TableStore store) {
    String uri = store.newTable();

    spark.sql(
        "CREATE TABLE "
            + sql(uri)
            + " (id BIGINT NOT NULL, name STRING) TBLPROPERTIES ('owner.team' = 'vision')");

    assertThat(load(uri).count()).isZero();
    assertThat(load(uri).schema().apply("id").nullable()).isFalse();
    assertThat(load(uri).schema().apply("name").nullable()).isTrue();
    assertThat(spark.sql("SHOW TBLPROPERTIES " + sql(uri)).collectAsList().toString())
        .contains("[owner.team,vision]");

    spark.sql("INSERT INTO " + sql(uri) + " VALUES (1, 'a'), (2, null)");
    assertThat(ids(uri)).containsExactly(1L, 2L);
    assertThatThrownBy(
            () ->
                spark.sql(
                    "INSERT INTO " + sql(uri) + " SELECT if(id = 1, null, id), 'b' FROM range(3)"))
        .hasStackTraceContaining("value appeared in non-nullable field");
    assertThat(ids(uri)).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @EnumSource
  void createTableOfATableIsRefused(TableStore store) {
    String uri = tableOfThree(store);

    assertThatThrownBy(() -> spark.sql("CREATE TABLE " + sql(uri) + " (id INT)"))
        .isInstanceOf(TableAlreadyExistsException.class);
    assertThatThrownBy(() -> spark.sql("CREATE TABLE " + sql(uri) + " AS SELECT 1 AS id"))
        .isInstanceOf(TableAlreadyExistsException.class);
    spark.sql("CREATE TABLE IF NOT EXISTS " + sql(uri) + " AS SELECT 1 AS id");

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L);
    assertThat(version(uri)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void createTableAsSelectWritesTheRows(TableStore store) {
    String uri = store.newTable();

    spark.sql("CREATE TABLE " + sql(uri) + " AS SELECT id FROM range(4)");

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(version(uri)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aFailingCreateTableAsSelectLeavesNoTable(TableStore store) {
    String uri = store.newTable();

    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE "
                        + sql(uri)
                        + " AS SELECT if(id = 3, raise_error('broken'), id) AS id FROM range(4)"))
        .hasStackTraceContaining("broken");

    assertRefused(ErrorCondition.LANCE_PATH_NOT_FOUND, () -> load(uri));
  }

  @ParameterizedTest
  @EnumSource
  void replaceTableAsSelectReplacesTheSchemaToo(TableStore store) {
    String uri = tableOfThree(store);

    spark.sql("REPLACE TABLE " + sql(uri) + " AS SELECT id, 'x' AS name FROM range(5, 7)");
    assertThat(ids(uri)).containsExactly(5L, 6L);
    assertThat(load(uri).columns()).containsExactly("id", "name");
    assertThat(version(uri)).isEqualTo(2);

    String another = store.newTable();
    spark.sql("CREATE OR REPLACE TABLE " + sql(another) + " AS SELECT id FROM range(2)");
    spark.sql("CREATE OR REPLACE TABLE " + sql(another) + " AS SELECT id FROM range(3)");
    assertThat(ids(another)).containsExactly(0L, 1L, 2L);
  }

  @ParameterizedTest
  @EnumSource
  void aFailingReplaceTableAsSelectLeavesTheTable(TableStore store) {
    String uri = tableOfThree(store);

    assertThatThrownBy(
            () ->
                spark.sql(
                    "REPLACE TABLE "
                        + sql(uri)
                        + " AS SELECT if(id = 3, raise_error('broken'), id) AS id FROM range(4)"))
        .hasStackTraceContaining("broken");

    assertThat(ids(uri)).containsExactly(0L, 1L, 2L);
    assertThat(version(uri)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void insertAddsByPositionByNameAndOverwrites(TableStore store) {
    String uri = store.newTable();
    spark.sql("CREATE TABLE " + sql(uri) + " (id BIGINT, name STRING)");

    spark.sql("INSERT INTO " + sql(uri) + " VALUES (1, 'one'), (2, 'two')");
    spark.sql("INSERT INTO " + sql(uri) + " (name, id) VALUES ('three', 3)");
    spark.sql("INSERT INTO " + sql(uri) + " BY NAME SELECT 'four' AS name, 4 AS id");
    assertThat(load(uri).where("name = 'three' or name = 'four'").count()).isEqualTo(2);
    assertThat(ids(uri)).containsExactly(1L, 2L, 3L, 4L);

    spark.sql("INSERT OVERWRITE " + sql(uri) + " SELECT 9, 'nine'");
    assertThat(ids(uri)).containsExactly(9L);
  }

  @ParameterizedTest
  @EnumSource
  void writeToCreatesAppendsOverwritesAndReplaces(TableStore store) throws Exception {
    String uri = store.newTable();

    spark.range(2).writeTo(sql(uri)).tableProperty("owner.team", "vision").create();
    assertThat(ids(uri)).containsExactly(0L, 1L);
    assertThatThrownBy(() -> spark.range(2).writeTo(sql(uri)).create())
        .isInstanceOf(TableAlreadyExistsException.class);
    spark.range(2, 4).writeTo(sql(uri)).append();
    assertThat(ids(uri)).containsExactly(0L, 1L, 2L, 3L);
    spark.range(7, 9).writeTo(sql(uri)).overwrite(functions.lit(true));
    assertThat(ids(uri)).containsExactly(7L, 8L);
    spark.range(3).selectExpr("string(id) as name").writeTo(sql(uri)).createOrReplace();
    assertThat(load(uri).columns()).containsExactly("name");
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatIsCommittingWhenAnotherFailsLeavesNoFile(TableStore store) {
    String uri = store.newTable();
    spark.sql("CREATE TABLE " + sql(uri) + " (bytes BINARY)");
    lastRowIsWritten = new CountDownLatch(1);
    // The first task has 32 MB to write when it commits, which takes longer than to be killed.
    MapFunction<Long, byte[]> rows =
        id -> {
          if (id >= 16) {
            lastRowIsWritten.await();
            throw new IllegalStateException("broken");
          }
          if (id == 15) {
            lastRowIsWritten.countDown();
          }
          byte[] bytes = new byte[2 << 20];
          new Random(id).nextBytes(bytes);
          return bytes;
        };

    assertThatThrownBy(
            () ->
                spark
                    .range(0, 32, 1, 2)
                    .map(rows, Encoders.BINARY())
                    .toDF("bytes")
                    .write()
                    .format("lance")
                    .option("batchBytes", "100m")
                    .mode("append")
                    .save(uri))
        .hasStackTraceContaining("broken");

    assertThat(load(uri).count()).isZero();
    RunningTasks.awaitEnd();
    assertThat(TableStore.files(uri + "/data")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatFailsAfterSomeFilesLeavesNone(TableStore store) {
    String uri = tableOfThree(store);
    List<String> files = TableStore.files(uri + "/data");

    assertThatThrownBy(
            () ->
                spark
                    .range(0, 2_000, 1, 1)
                    .selectExpr("if(id = 1999, raise_error('broken'), id) as id")
                    .write()
                    .format("lance")
                    .option("maxRowsPerFile", 100)
                    .mode("append")
                    .save(uri))
        .hasStackTraceContaining("broken");

    RunningTasks.awaitEnd();
    assertThat(TableStore.files(uri + "/data")).containsExactlyInAnyOrderElementsOf(files);
  }

  private String tableOfThree(TableStore store) {
    String uri = store.newTable();
    spark.range(3).write().format("lance").save(uri);
    return uri;
  }

  private Dataset<Row> load(String uri) {
    return spark.read().format("lance").load(uri);
  }

  private static String sql(String uri) {
    return "lance.`" + uri + "`";
  }

  private List<Long> ids(String uri) {
    return load(uri).select("id").collectAsList().stream()
        .map(row -> ((Number) row.get(0)).longValue())
        .sorted()
        .toList();
  }

  private long version(String uri) {
    return LanceTables.forPath(spark, uri).version();
  }
}
