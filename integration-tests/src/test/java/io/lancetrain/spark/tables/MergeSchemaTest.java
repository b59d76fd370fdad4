package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.DataFrameComparison;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Appends of rows with fewer or more columns than the table, column defaults, and NOT NULL. */
class MergeSchemaTest {
  private final SparkSession spark = TestSession.shared();
  private String uri;

  @BeforeEach
  void noTableYet() {
    uri = TableStore.LOCAL_DISK.newTable();
  }

  private DataFrameWriter<Row> append(String query) {
    return spark.sql(query).write().format("lance").mode("append");
  }

  private DataFrameWriter<Row> merge(String query) {
    return append(query).option("mergeSchema", "true");
  }

  @ParameterizedTest
  @EnumSource
  void newColumnsAreNullInOldRows(TableStore store) {
    uri = store.newTable();
    append("SELECT id, id * 2 AS a FROM range(0, 6, 1, 2)").save(uri);
    merge("SELECT concat('n', id) AS name, id + 100 AS id, 7L AS a FROM range(0, 2, 1, 1)")
        .save(uri);
    append("SELECT 200L AS id, 1L AS a, 'z' AS name").save(uri);

    assertRows(
        "SELECT id, id * 2 AS a, CAST(NULL AS STRING) AS name FROM range(6)"
            + " UNION ALL SELECT id + 100, 7, concat('n', id) FROM range(2)"
            + " UNION ALL SELECT 200, 1, 'z'");
    assertThat(load().columns()).containsExactly("id", "a", "name");
    assertThat(version()).isEqualTo(3);
    assertThat(load().where("name IS NULL").count()).isEqualTo(6);
    assertThat(load().where("name = 'n1'").count()).isEqualTo(1);
    NativeTable.compact(uriOnDisk());
    if (store == TableStore.LOCAL_DISK) {
      assertThat(load().where("name IS NULL").count()).isEqualTo(6);
    }
  }

  /** Only there lance-core alone reaches the table. */
  private String uriOnDisk() {
    if (uri.startsWith("s3")) {
      String other = TableStore.LOCAL_DISK.newTable();
      append("SELECT 1 AS x").save(other);
      return other;
    }
    return uri;
  }

  @Test
  void newFieldsOfStructsAreNullInOldRows() {
    append(
            "SELECT id, IF(id = 1, NULL, named_struct('x', id, 'd', named_struct('p', 'p'))) AS s,"
                + " array(named_struct('q', id)) AS l FROM range(3)")
        .save(uri);
    merge(
            "SELECT 10L AS id, named_struct('y', 'y', 'x', 5L, 'd', named_struct('p', 'q', 'r', 1))"
                + " AS s, array(named_struct('q', 1L, 'w', 2), NULL) AS l, 3.5D AS score")
        .save(uri);

    assertRows(
        "SELECT id, IF(id = 1, NULL, named_struct('x', id, 'd', named_struct('p', 'p', 'r',"
            + " CAST(NULL AS INT)), 'y', CAST(NULL AS STRING))) AS s,"
            + " array(named_struct('q', id, 'w', CAST(NULL AS INT))) AS l,"
            + " CAST(NULL AS DOUBLE) AS score FROM range(3)"
            + " UNION ALL SELECT 10L, named_struct('x', 5L, 'd', named_struct('p', 'q', 'r', 1), 'y',"
            + " 'y'), array(named_struct('q', 1L, 'w', 2), NULL), 3.5D");
    assertThat(load().where("s.y = 'y'").count()).isEqualTo(1);
    assertThat(load().where("s.d.r IS NULL").count()).isEqualTo(3);
    NativeTable.compact(uri);
    assertThat(load().where("s.y = 'y' AND score = 3.5").count()).isEqualTo(1);
    assertThat(load().where("s.d.r IS NULL").count()).isEqualTo(3);
  }

  @Test
  void columnsThatTheRowsLackAreNullInThem() {
    append("SELECT id, id AS a, named_struct('x', id, 'y', 'y') AS s FROM range(3)").save(uri);
    append("SELECT 10L AS id, named_struct('y', 'z') AS s").save(uri);
    append("SELECT named_struct('x', 1L, 'y', 'z') AS s").save(uri);

    assertRows(
        "SELECT id, id AS a, named_struct('x', id, 'y', 'y') AS s FROM range(3)"
            + " UNION ALL SELECT 10L, NULL, named_struct('x', CAST(NULL AS BIGINT), 'y', 'z')"
            + " UNION ALL SELECT NULL, NULL, named_struct('x', 1L, 'y', 'z')");
    assertThat(version()).isEqualTo(3);
    assertThat(load().select("a").where("a IS NULL").count()).isEqualTo(2);
    assertThat(load().where("id IS NULL").count()).isEqualTo(1);
  }

  @Test
  void aColumnThatWasDroppedDoesNotComeBack() {
    append("SELECT id, 'old' AS gone FROM range(3)").save(uri);
    NativeTable.dropColumn(uri, "gone");
    merge("SELECT 5L AS id, 'new' AS other").save(uri);
    merge("SELECT 6L AS id, 'newer' AS gone, 'x' AS other").save(uri);

    assertRows(
        "SELECT id, CAST(NULL AS STRING) AS other, CAST(NULL AS STRING) AS gone FROM range(3)"
            + " UNION ALL SELECT 5, 'new', NULL UNION ALL SELECT 6, 'x', 'newer'");
  }

  @Test
  void newColumnsOfEveryKindJoinTheTable() {
    append("SELECT id FROM range(0, 2, 1, 1)").save(uri);
    merge(
            "SELECT 5L AS id, array(1.5F, 2.5F) AS v, array(array('a')) AS aa,"
                + " named_struct('f', array(named_struct('g', 1))) AS s, X'00FF' AS b,"
                + " CAST(1.5 AS DECIMAL(10, 2)) AS d, TIMESTAMP'2026-01-01 00:00:00' AS t")
        .option("vectors", "v:2")
        .save(uri);
    append("SELECT 6L AS id, array(3.5F, 4.5F) AS v").save(uri);

    Row five = load().where("id = 5").first();
    assertThat(five.getList(1)).isEqualTo(List.of(1.5F, 2.5F));
    assertThat(load().where("v IS NULL").count()).isEqualTo(2);
    assertThat(load().where("s.f[0].g = 1 AND d = 1.5").count()).isEqualTo(1);
    assertThatThrownBy(() -> append("SELECT 7L AS id, array(1F) AS v").save(uri))
        .hasMessageContaining("vector of length 2");
  }

  /** Lance numbers the columns of the files of such an append otherwise than those of the table. */
  @ParameterizedTest
  @EnumSource
  void rowsOfEveryTypeThatLackAColumnComeBackAsTheyWere(EveryType.Nesting nesting) {
    Dataset<Row> all =
        EveryType.nested(spark, 7, nesting)
            .crossJoin(spark.sql("SELECT 'first' AS first, 'last' AS last"));
    Dataset<Row> inOrder = all.select("first", others(all, "first"));
    inOrder.write().format("lance").save(uri);
    inOrder.drop("first").write().format("lance").mode("append").save(uri);
    inOrder
        .withColumn("new", functions.struct(functions.col("last"), functions.lit(1)))
        .drop("last")
        .write()
        .format("lance")
        .mode("append")
        .option("mergeSchema", "true")
        .save(uri);

    String[] same = others(inOrder.drop("last"), "first");
    Dataset<Row> read = load().select(same[0], Arrays.copyOfRange(same, 1, same.length));
    List<Row> written = inOrder.drop("first", "last").collectAsList();
    List<Row> threeTimes = Stream.of(written, written, written).flatMap(List::stream).toList();
    DataFrameComparison.ofThisLine()
        .assertEqualInAnyOrder(spark.createDataFrame(threeTimes, read.schema()), read);
    assertThat(load().where("first IS NULL AND last = 'last' AND new IS NULL").count())
        .isEqualTo(7);
    assertThat(load().where("first = 'first' AND last IS NULL AND new.col2 = 1").count())
        .isEqualTo(7);
  }

  private static String[] others(Dataset<Row> rows, String column) {
    return Stream.of(rows.columns()).filter(name -> !name.equals(column)).toArray(String[]::new);
  }

  @Test
  void withoutTheOptionNewColumnsAreRefused() {
    append("SELECT id FROM range(0, 2, 1, 1)").save(uri);
    assertRefused(
        ErrorCondition.LANCE_SCHEMA_MISMATCH, () -> append("SELECT 1L AS id, 2 AS x").save(uri));
    assertThatThrownBy(() -> append("SELECT 1L AS id, 2 AS x").save(uri))
        .hasMessageContaining("column 'x' of type INT is not in the table")
        .hasMessageContaining("mergeSchema=true");
    assertThat(version()).isEqualTo(1);
    assertThat(TableStore.files(uri + "/data")).hasSize(1);
  }

  @Test
  void whatLanceCannotAddIsRefusedAndTheTableIsAsItWas() {
    append("SELECT id FROM range(0, 2, 1, 1)").save(uri);
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () -> merge("SELECT 1L AS id, map('a', 1) AS m").save(uri));
    assertRefused(
        ErrorCondition.LANCE_SCHEMA_MISMATCH, () -> merge("SELECT 'text' AS id, 1 AS x").save(uri));
    assertRefused(
        ErrorCondition.LANCE_UNSUPPORTED_COLUMN_NAME,
        () -> merge("SELECT 1L AS id, 1 AS `a.b`").save(uri));
    assertThat(version()).isEqualTo(1);
    assertThat(TableStore.files(uri + "/data")).hasSize(1);
  }

  @Test
  void columnsThatAreAddedMeanwhileAreAConflict() throws Exception {
    append("SELECT id FROM range(0, 2, 1, 1)").save(uri);
    Concurrently.whileWriting(
        spark.sql("SELECT 5L AS id, 'x' AS name"),
        rows ->
            assertRefused(
                ErrorCondition.LANCE_COMMIT_CONFLICT,
                () ->
                    rows.write()
                        .format("lance")
                        .mode("append")
                        .option("mergeSchema", "true")
                        .save(uri)),
        () -> merge("SELECT 6L AS id, 1 AS other").save(uri));

    assertThat(load().columns()).containsExactly("id", "other");
    assertThat(load().count()).isEqualTo(3);
    assertThat(TableStore.files(uri + "/data")).hasSize(2);
  }

  @Test
  void columnsAreAddedOnTopOfWhatOthersAppend() throws Exception {
    append("SELECT id FROM range(0, 2, 1, 1)").save(uri);
    Concurrently.whileWriting(
        spark.sql("SELECT 5L AS id, 'x' AS name"),
        rows -> rows.write().format("lance").mode("append").option("mergeSchema", "true").save(uri),
        () -> append("SELECT 6L AS id").save(uri));

    assertRows(
        "SELECT id, CAST(NULL AS STRING) AS name FROM range(2) UNION ALL SELECT 6, NULL"
            + " UNION ALL SELECT 5, 'x'");
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void anOverwriteMergesColumnsToo() {
    append("SELECT id FROM range(0, 2, 1, 1)").save(uri);
    merge("SELECT 5L AS id, 'x' AS name").mode("overwrite").save(uri);

    assertRows("SELECT 5L AS id, 'x' AS name");
    assertRefused(
        ErrorCondition.LANCE_SCHEMA_MISMATCH,
        () -> merge("SELECT 5L AS id, 1 AS other").mode("overwrite").save(uri));
  }

  @Test
  void defaultsAreKeptAndApplied() {
    spark.sql("CREATE TABLE lance.`%s` (id BIGINT, x INT DEFAULT 40 + 2, s STRING)".formatted(uri));
    spark.sql("INSERT INTO lance.`%s` VALUES (3, DEFAULT, 's'), (4, 5, 't')".formatted(uri));
    merge("SELECT 5L AS id, 6 AS x, 'u' AS s, 'new' AS other").save(uri);
    spark.sql("INSERT INTO lance.`%s` VALUES (7, DEFAULT, DEFAULT, 'o')".formatted(uri));

    assertThat(load().orderBy("id").select("x").collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactly(42, 5, 6, 42);
    assertThatThrownBy(() -> append("SELECT 8L AS id").save(uri))
        .hasMessageContaining("LANCE_SCHEMA_MISMATCH")
        .hasMessageContaining("'x'")
        .hasMessageContaining("default");
  }

  @Test
  void aNullInANotNullColumnIsNamedWithItsRow() {
    spark.sql("CREATE TABLE lance.`%s` (id BIGINT NOT NULL, s STRING)".formatted(uri));
    append("SELECT 1L AS id, 's' AS s").save(uri);
    List<String> files = TableStore.files(uri + "/data");

    assertThatThrownBy(
            () ->
                append("SELECT IF(id = 5, NULL, id) AS id, 's' AS s FROM range(0, 8, 1, 2)")
                    .save(uri))
        .hasMessageContaining("LANCE_VALUE_OUT_OF_RANGE")
        .hasMessageContaining("column 'id'")
        .hasMessageContaining("NOT NULL")
        .hasMessageContaining("row 2 of partition 1");
    assertThatThrownBy(() -> append("SELECT 's' AS s").save(uri))
        .hasMessageContaining("LANCE_SCHEMA_MISMATCH")
        .hasMessageContaining("'id' of type BIGINT NOT NULL is missing");
    RunningTasks.awaitEnd();
    assertThat(version()).isEqualTo(2);
    assertThat(TableStore.files(uri + "/data")).isEqualTo(files);
  }

  private Dataset<Row> load() {
    return spark.read().format("lance").load(uri);
  }

  private void assertRows(String query) {
    Dataset<Row> expected =
        spark.createDataFrame(spark.sql(query).collectAsList(), load().schema());
    DataFrameComparison.ofThisLine().assertEqualInAnyOrder(expected, load());
  }

  private long version() {
    return LanceTables.forPath(spark, uri).version();
  }

  @Test
  void tablesWithStableRowIdsTakeNumberedWritesOnceAndNoNewColumns() {
    NativeTable.createWithStableRowIds(uri);
    append("SELECT id FROM range(0, 4, 1, 2)").save(uri);
    for (int i = 0; i < 2; i++) {
      append("SELECT 10L AS id").option("txnAppId", "a").option("txnVersion", "1").save(uri);
    }
    append("SELECT 20L AS id")
        .mode("overwrite")
        .option("replaceWhere", "id BETWEEN 1 AND 2 OR id = 20")
        .save(uri);

    assertRows("SELECT id FROM VALUES (0L), (3L), (10L), (20L) AS t(id)");
    assertThat(load().select("_rowid").distinct().count()).isEqualTo(4);
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION, () -> merge("SELECT 30L AS id, 1 AS x").save(uri));
    assertThat(version()).isEqualTo(4);
  }

  @Test
  void aBranchIsMergedAndReplacedByItself() {
    append("SELECT id FROM range(0, 4, 1, 2)").save(uri);
    LanceTables.forPath(spark, uri).createBranch("b", 1);
    merge("SELECT 10L AS id, 'x' AS name").option("branch", "b").save(uri);
    append("SELECT 3L AS id")
        .mode("overwrite")
        .option("replaceWhere", "id IN (2, 3)")
        .option("branch", "b")
        .save(uri);

    assertRows("SELECT id FROM range(4)");
    assertThat(
            spark
                .read()
                .format("lance")
                .option("branch", "b")
                .load(uri)
                .orderBy("id")
                .collectAsList())
        .extracting(row -> row.getLong(0), row -> row.getString(1))
        .containsExactly(tuple(0L, null), tuple(1L, null), tuple(3L, null), tuple(10L, "x"));
  }
}
