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
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Overwrites of some of the rows: by a condition, and by the values of clustering columns. */
class ReplaceRowsTest {
  private static final String SESSION_MODE = "spark.sql.sources.partitionOverwriteMode";

  private final SparkSession spark = TestSession.shared();
  private String uri;

  @BeforeEach
  void tableOfThreeDays() {
    uri = TableStore.LOCAL_DISK.newTable();
    write(days(), uri);
  }

  @AfterEach
  void modeAsBefore() {
    spark.conf().unset(SESSION_MODE);
  }

  /** Nine rows in three fragments, of three days; two rows have no day. */
  private Dataset<Row> days() {
    return spark
        .range(0, 9, 1, 3)
        .selectExpr(
            "id",
            "IF(id IN (4, 8), NULL, DATE'2026-01-01' + CAST(id % 3 AS INT)) AS day",
            "CONCAT('n', id) AS name");
  }

  private void write(Dataset<Row> rows, String path) {
    rows.write().format("lance").save(path);
  }

  private Dataset<Row> rows(String day, long... ids) {
    List<Long> all = new ArrayList<>();
    for (long id : ids) {
      all.add(id);
    }
    return spark
        .createDataset(all, org.apache.spark.sql.Encoders.LONG())
        .selectExpr("value AS id", "DATE'" + day + "' AS day", "CONCAT('new', value) AS name");
  }

  private DataFrameWriter<Row> overwrite(Dataset<Row> rows) {
    return rows.write().format("lance").mode("overwrite");
  }

  @ParameterizedTest
  @EnumSource
  void theRowsOfAConditionAreReplacedInOneVersion(TableStore store) {
    uri = store.newTable();
    write(days(), uri);

    overwrite(rows("2026-01-02", 100, 101))
        .option("replaceWhere", "day = DATE'2026-01-02'")
        .save(uri);

    assertThat(ids()).containsExactly(0L, 2L, 3L, 4L, 5L, 6L, 8L, 100L, 101L);
    assertThat(version()).isEqualTo(2);
    Row newest = LanceTables.forPath(spark, uri).history().first();
    Map<String, String> properties = newest.getJavaMap(newest.fieldIndex("properties"));
    assertThat(properties).containsEntry("operation", "replaceWhere");
    assertThat(spark.read().format("lance").option("versionAsOf", 1).load(uri).count())
        .isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "day >= DATE'2026-01-02'",
        "day IN (DATE'2026-01-01', DATE'2026-01-03')",
        "day IS NULL",
        "NOT (day = DATE'2026-01-01') AND id < 6",
        "day = DATE'2026-01-01' OR name LIKE 'n7%'",
        "name > 'n5'",
        "id BETWEEN 2 AND 7",
        "true"
      })
  void whatIsReplacedIsWhatSparkFinds(String condition) {
    Dataset<Row> inside = days().where(condition).withColumn("id", functions.expr("id"));
    overwrite(inside.union(inside)).option("replaceWhere", condition).save(uri);

    List<Long> expected =
        days()
            .where("NOT coalesce(" + condition + ", false)")
            .union(inside)
            .union(inside)
            .collectAsList()
            .stream()
            .map(row -> row.getLong(0))
            .sorted()
            .toList();
    assertThat(ids()).containsExactlyElementsOf(expected);
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void rowsThatWereDeletedStayDeleted() {
    NativeTable.delete(uri, "id < 2 OR id = 7");
    overwrite(rows("2026-01-01", 50)).option("replaceWhere", "day = DATE'2026-01-01'").save(uri);

    assertThat(ids()).containsExactly(2L, 4L, 5L, 8L, 50L);
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void aConditionThatMatchesNothingAddsTheRows() {
    overwrite(rows("2030-01-01", 50)).option("replaceWhere", "day = DATE'2030-01-01'").save(uri);

    assertThat(ids()).hasSize(10).contains(50L);
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void noNewRowsDeleteTheOldOnes() {
    overwrite(rows("2026-01-01")).option("replaceWhere", "day = DATE'2026-01-01'").save(uri);

    assertThat(ids()).containsExactly(1L, 2L, 4L, 5L, 7L, 8L);
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void aNewRowOutsideTheConditionIsNamedAndNothingIsPublished() {
    assertThatThrownBy(
            () ->
                overwrite(rows("2026-01-01", 50, 51).union(rows("2026-01-02", 52)).coalesce(1))
                    .option("replaceWhere", "day = DATE'2026-01-01'")
                    .save(uri))
        .hasMessageContaining("LANCE_VALUE_OUT_OF_RANGE")
        .hasMessageContaining("row 3 of partition 0")
        .hasMessageContaining("id=52");

    assertThat(ids()).hasSize(9);
    assertThat(version()).isEqualTo(1);
    assertThat(TableStore.files(uri + "/data")).hasSize(3);
    assertThat(TableStore.files(uri + "/_deletions")).isEmpty();
  }

  @Test
  void whatAConflictLeavesBehindIsNothing() throws Exception {
    Concurrently.whileWriting(
        rows("2026-01-01", 50),
        rows ->
            assertRefused(
                ErrorCondition.LANCE_COMMIT_CONFLICT,
                () -> overwrite(rows).option("replaceWhere", "day = DATE'2026-01-01'").save(uri)),
        () -> rows("2026-01-01", 60).write().format("lance").mode("append").save(uri));

    assertThat(ids()).hasSize(10).contains(60L);
    assertThat(version()).isEqualTo(2);
    assertThat(TableStore.files(uri + "/data")).hasSize(4);
    assertThat(TableStore.files(uri + "/_deletions")).isEmpty();
  }

  @Test
  void aRetryReplacesWhatOthersAdded() throws Exception {
    Concurrently.whileWriting(
        rows("2026-01-01", 50),
        rows ->
            overwrite(rows)
                .option("replaceWhere", "day = DATE'2026-01-01'")
                .option("onConflict", "retry")
                .save(uri),
        () -> rows("2026-01-01", 60).write().format("lance").mode("append").save(uri));

    assertThat(ids()).containsExactly(1L, 2L, 4L, 5L, 7L, 8L, 50L);
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void aNumberedReplacementIsDoneOnce() {
    for (String day : List.of("2026-01-01", "2031-01-01")) {
      for (int i = 0; i < 2; i++) {
        overwrite(rows(day, 50))
            .option("replaceWhere", "day = DATE'" + day + "'")
            .option("txnAppId", day)
            .option("txnVersion", 1)
            .save(uri);
      }
    }
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void conditionsThatCannotBeUsedAreRefused() {
    for (String condition :
        List.of("id % 2 = 0 AND rand() < 0.5", "false", "id IN (SELECT 1)", "hash(id) = 3")) {
      assertRefused(
          ErrorCondition.LANCE_INVALID_OPTION,
          () -> overwrite(rows("2026-01-01", 50)).option("replaceWhere", condition).save(uri));
    }
    assertThatThrownBy(
            () -> overwrite(rows("2026-01-01", 50)).option("replaceWhere", "dya = 1").save(uri))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("dya");
    assertThatThrownBy(
            () -> overwrite(rows("2026-01-01", 50)).option("replaceWhere", "day = = 1").save(uri))
        .isInstanceOf(AnalysisException.class);
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () ->
            rows("2026-01-01", 50)
                .write()
                .format("lance")
                .mode("append")
                .option("replaceWhere", "id = 1")
                .save(uri));
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () ->
            overwrite(rows("2026-01-01", 50))
                .option("replaceWhere", "id = 50")
                .option("overwriteSchema", "true")
                .save(uri));
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void sqlAndTheSecondWriterApiReplaceByConditionToo() throws Exception {
    spark.sql(
        "INSERT INTO lance.`%s` REPLACE WHERE day = DATE'2026-01-01' ".formatted(uri)
            + "SELECT 50L, DATE'2026-01-01', 'x'");
    assertThat(ids()).containsExactly(1L, 2L, 4L, 5L, 7L, 8L, 50L);

    rows("2026-01-02", 60)
        .writeTo("lance.`" + uri + "`")
        .overwrite(functions.col("day").equalTo(functions.expr("DATE'2026-01-02'")));
    assertThat(ids()).containsExactly(2L, 4L, 5L, 8L, 50L, 60L);
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void aDynamicOverwriteReplacesTheDaysOfTheNewRows() throws Exception {
    uri = TableStore.LOCAL_DISK.newTable();
    days().write().format("lance").option("clusterBy", "day").save(uri);

    Dataset<Row> nulls = spark.sql("SELECT 70L AS id, CAST(NULL AS DATE) AS day, 'x' AS name");
    overwrite(rows("2026-01-02", 100, 101).union(nulls))
        .option("partitionOverwriteMode", "dynamic")
        .save(uri);
    assertThat(ids()).containsExactly(0L, 2L, 3L, 5L, 6L, 70L, 100L, 101L);
    assertThat(version()).isEqualTo(2);

    spark.conf().set(SESSION_MODE, "dynamic");
    overwrite(rows("2026-01-01", 110)).save(uri);
    assertThat(ids()).containsExactly(2L, 5L, 70L, 100L, 101L, 110L);

    rows("2026-01-03", 120).writeTo("lance.`" + uri + "`").overwritePartitions();
    assertThat(ids()).containsExactly(70L, 100L, 101L, 110L, 120L);

    overwrite(rows("2026-01-01", 130)).option("partitionOverwriteMode", "static").save(uri);
    assertThat(ids()).containsExactly(130L);
    overwrite(rows("2026-01-02", 140)).save(uri);
    assertThat(ids()).containsExactly(130L, 140L);
  }

  @Test
  void aDynamicOverwriteByTwoColumnsOfManyValues() {
    uri = TableStore.LOCAL_DISK.newTable();
    Dataset<Row> many =
        spark.range(0, 6000, 1, 3).selectExpr("id", "id % 2000 AS a", "id % 7 AS b");
    many.write().format("lance").option("clusterBy", "a,b").save(uri);
    Dataset<Row> few = many.where("id < 3000").selectExpr("id + 10000 AS id", "a", "b");

    overwrite(few).option("partitionOverwriteMode", "dynamic").save(uri);

    Dataset<Row> kept =
        many.join(
            few.select("a", "b").distinct(), List.of("a", "b").toArray(new String[0]), "left_anti");
    assertThat(ids())
        .containsExactlyElementsOf(
            kept.select("id").union(few.select("id")).collectAsList().stream()
                .map(row -> row.getLong(0))
                .sorted()
                .toList());
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void sqlDeclaresClusteringColumnsAndPartitionsAreRefused() {
    uri = TableStore.LOCAL_DISK.newTable();
    spark.sql(
        "CREATE TABLE lance.`%s` (id BIGINT, day DATE) TBLPROPERTIES ('clusterBy' = 'day')"
            .formatted(uri));
    spark.sql(
        "INSERT INTO lance.`%s` VALUES (1, DATE'2026-01-01'), (2, DATE'2026-01-02')"
            .formatted(uri));
    spark.conf().set(SESSION_MODE, "dynamic");
    spark.sql("INSERT OVERWRITE lance.`%s` VALUES (3, DATE'2026-01-02')".formatted(uri));
    assertThat(ids()).containsExactly(1L, 3L);

    String other = TableStore.LOCAL_DISK.newTable();
    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE lance.`%s` (id BIGINT, day DATE) PARTITIONED BY (day)"
                        .formatted(other)))
        .hasMessageContaining("clusterBy");
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () ->
            spark.sql(
                "CREATE TABLE lance.`%s` (id BIGINT) TBLPROPERTIES ('clusterBy' = 'dya')"
                    .formatted(other)));
    assertThat(TableStore.files(other)).isEmpty();
  }

  @Test
  void aDynamicOverwriteNeedsClusteringColumns() {
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () ->
            overwrite(rows("2026-01-01", 1)).option("partitionOverwriteMode", "dynamic").save(uri));
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () ->
            spark
                .sql("SELECT 1 AS id, CAST(1 AS DOUBLE) AS x")
                .write()
                .format("lance")
                .option("clusterBy", "x")
                .save(TableStore.LOCAL_DISK.newTable()));
    spark.conf().set(SESSION_MODE, "dynamic");
    overwrite(rows("2026-01-01", 1)).save(uri);
    assertThat(ids()).containsExactly(1L);
  }

  private List<Long> ids() {
    return spark.read().format("lance").load(uri).collectAsList().stream()
        .map(row -> row.getLong(0))
        .sorted()
        .toList();
  }

  private long version() {
    return LanceTables.forPath(spark, uri).version();
  }
}
