package io.lancetrain.spark.tables;

import static java.util.Arrays.asList;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.testing.ComparableValue;
import io.lancetrain.spark.testing.Pylance;
import io.lancetrain.spark.testing.PythonEnvironment;
import io.lancetrain.spark.testing.TestSession;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pylance did to a table besides writing it is seen here. */
class PylanceTablesTest {
  private final SparkSession spark = TestSession.shared();

  @BeforeAll
  static void needsPython() {
    PythonEnvironment.ofThisBuild();
  }

  @Test
  void rowsThatPylanceDeletedAreGoneAndTheOthersKeepTheirAddress() {
    assertThat(values("deleted", "id", "_fragid", "_rowaddr"))
        .containsExactly(
            asList(0L, 0, 0L),
            asList(2L, 0, 2L),
            asList(3L, 0, 3L),
            asList(8L, 2, address(2, 0)),
            asList(9L, 2, address(2, 1)),
            asList(10L, 2, address(2, 2)));
  }

  @Test
  void columnsThatPylanceAddedToFragmentsAreRead() {
    assertThat(values("added", "id", "doubled", "_rowaddr"))
        .containsExactly(
            asList(0L, 0L, address(0, 0)),
            asList(1L, 2L, address(0, 1)),
            asList(2L, 4L, address(1, 0)),
            asList(4L, 8L, address(2, 0)),
            asList(5L, 10L, address(2, 1)),
            asList(6L, 12L, address(3, 0)));
    assertThat(values("added", "doubled"))
        .containsExactly(asList(0L), asList(2L), asList(4L), asList(8L), asList(10L), asList(12L));
  }

  @Test
  void aSchemaThatPylanceChangedIsTheNewOne() {
    Dataset<Row> table = load("evolved");
    assertThat(table.schema().simpleString()).isEqualTo("struct<number:bigint,gone:int>");
    assertThat(values("evolved", "gone", "number"))
        .containsExactly(asList(100, 0L), asList(101, 1L), asList(102, 2L));
    assertThat(asOf("evolved", 1).schema().simpleString())
        .isEqualTo("struct<id:bigint,gone:string>");
  }

  @Test
  void aTableThatPylanceCompactedHasItsRowsOnce() {
    assertThat(values("compacted", "id").stream().map(row -> row.get(0)))
        .containsExactly(0L, 1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L);
    assertThat(load("compacted").select("_fragid").distinct().count()).isEqualTo(1);
    assertThat(asOf("compacted", 1).count()).isEqualTo(10);
  }

  @Test
  void stableRowIdsOfPylanceStayThroughCompactionAndUpdate() {
    assertThat(values("stable", "id", "_rowid"))
        .containsExactly(
            asList(2L, 2L),
            asList(3L, 3L),
            asList(4L, 4L),
            asList(5L, 5L),
            asList(6L, 6L),
            asList(8L, 8L),
            asList(9L, 9L),
            asList(70L, 7L));
    assertThat(load("stable").where("_rowid = 7").select("id").head().getLong(0)).isEqualTo(70);
    assertThat(load("stable").where("_rowid IN (2, 9, 1)").count()).isEqualTo(2);
  }

  @Test
  void aTableWithAnIndexIsReadAsAWhole() {
    Dataset<Row> table = load("indexed");
    assertThat(table.selectExpr("count(*)", "sum(id)").head())
        .isEqualTo(RowFactory.create(5_010L, 5_009L * 5_010 / 2));
    assertThat(table.where("id in (17, 4999, 5000, 6000)").orderBy("id").collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(17L, 4_999L, 5_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOT flag_BTREE AND binary_BLOOMFILTER IS NOT NULL",
        "binary_ZONEMAP IS NOT NULL AND int_BITMAP = 5",
        "binary_BITMAP IS NOT NULL AND text_NGRAM = 'ab'",
        "id >= 0 AND text_BTREE LIKE 'a%'",
        "id % 2 = 0 AND int_BTREE IN (0, 1, 5)",
        "id >= 50",
        "_rowaddr % 2 = 0 AND flag_BITMAP"
      })
  void aLimitReturnsAsManyRowsAsThereAreWhicheverConditionAnIndexAnswers(String condition) {
    Dataset<Row> filtered = load("scalar_indexes").where(condition).select("id");
    List<Row> all = filtered.collectAsList();
    assertThat(all).hasSizeGreaterThan(10);
    for (int limit : List.of(1, 10, all.size(), all.size() + 1)) {
      assertThat(filtered.limit(limit).collectAsList())
          .hasSize(Math.min(limit, all.size()))
          .doesNotHaveDuplicates()
          .isSubsetOf(all);
      assertThat(filtered.orderBy(col("id").desc()).limit(limit).collectAsList())
          .isEqualTo(
              filtered
                  .orderBy(col("id").desc())
                  .collectAsList()
                  .subList(0, Math.min(limit, all.size())));
    }
  }

  @Test
  void everythingThatPylanceDidIsInTheHistory() {
    List<Row> history =
        LanceTables.forPath(spark, Pylance.table("history")).history().collectAsList();
    assertThat(history)
        .extracting(row -> row.getAs("version"), row -> row.getAs("operation"))
        .containsExactly(
            tuple(14L, "Delete"),
            tuple(13L, "Overwrite"),
            tuple(12L, "Restore"),
            // lance-core cannot hand over the compaction of a table with an index.
            tuple(11L, null),
            tuple(10L, "ReserveFragments"),
            tuple(9L, "CreateIndex"),
            tuple(8L, "UpdateConfig"),
            tuple(7L, "Project"),
            tuple(6L, "Merge"),
            tuple(5L, "Update"),
            tuple(4L, "Update"),
            tuple(3L, "Delete"),
            tuple(2L, "Append"),
            tuple(1L, "Overwrite"));
    assertThat(history)
        .extracting(row -> row.<Long>getAs("rows"))
        .containsExactly(0L, 1L, 6L, 7L, 7L, 7L, 7L, 7L, 7L, 7L, 5L, 5L, 6L, 4L);
  }

  @Test
  void versionsAndTagsOfPylanceAreRead() {
    LanceTables table = LanceTables.forPath(spark, Pylance.table("history"));
    assertThat(table.tags().collectAsList())
        .extracting(row -> row.getString(0), row -> row.getLong(1))
        .containsExactly(tuple("first", 1L), tuple("restored", 12L));
    assertThat(ids(spark.read().format("lance").option("tag", "first")))
        .containsExactly(0L, 1L, 2L, 3L);
    assertThat(ids(spark.read().format("lance").option("tag", "restored")))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(ids(spark.read().format("lance").option("versionAsOf", 11)))
        .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 101L);
    assertThat(asOf("history", 6).columns()).containsExactly("id", "twice");
  }

  private List<Long> ids(DataFrameReader reader) {
    return reader.load(Pylance.table("history")).orderBy("id").collectAsList().stream()
        .map(row -> row.getLong(0))
        .toList();
  }

  @Test
  void anOldTableIsReadAndRewrittenButNotAppendedTo() {
    List<List<Object>> rows = List.of(asList(null, ""), asList(1L, "a"), asList(2L, null));
    assertThat(values("old_2.0", "id", "text")).containsExactlyElementsOf(rows);
    Dataset<Row> table = load("old_2.0");
    assertThatThrownBy(
            () -> table.write().format("lance").mode("append").save(Pylance.table("old_2.0")))
        .hasMessageContainingAll("[LANCE_UNSUPPORTED_OPERATION]", "2.0", "mode overwrite");
    table.write().format("lance").mode("overwrite").save(Pylance.table("old_2.0"));
    table.write().format("lance").mode("append").save(Pylance.table("old_2.0"));
    assertThat(load("old_2.0").count()).isEqualTo(6);
    assertThat(Pylance.read(Pylance.table("old_2.0")).get("fileVersion").asText()).isEqualTo("2.1");
  }

  @Test
  void aTableThatIsTooNewIsRefused() {
    assertRefused("new_2.3", "[LANCE_UNSUPPORTED_OPERATION]", "2.3", "up to 2.2");
  }

  @Test
  void whatSparkCannotHoldIsRefusedWithTheColumn() {
    assertRefused("uint64", "[LANCE_VALUE_OUT_OF_RANGE]", "'big'", "9223372036854775808");
    assertRefused("nanoseconds", "[LANCE_VALUE_OUT_OF_RANGE]", "'precise'", "truncate");
    assertRefused("fixed_size_0", "[LANCE_UNSUPPORTED_TYPE]", "'none'", "0 bytes");
    assertRefused("decimal_76", "[LANCE_UNSUPPORTED_TYPE]", "'wide'", "38 digits");
    assertRefused("time", "[LANCE_UNSUPPORTED_TYPE]", "'clock'");
  }

  private void assertRefused(String table, String... parts) {
    assertThatThrownBy(() -> load(table).collectAsList()).hasMessageContainingAll(parts);
  }

  @Test
  void nanosecondsAreRoundedDownWhereTheOptionSaysSo() {
    Dataset<Row> rows =
        spark
            .read()
            .format("lance")
            .option("nanosecondTimestamps", "truncate")
            .load(Pylance.table("nanoseconds"));
    LocalDateTime epoch = LocalDateTime.of(1970, 1, 1, 0, 0);
    assertThat(rows.collectAsList())
        .extracting(row -> row.get(0))
        .containsExactly(epoch, epoch.minusNanos(1_000), epoch.plusNanos(1_000));
  }

  /** The rows, ordered by the first of these columns. */
  private List<List<Object>> values(String table, String... columns) {
    String[] others =
        IntStream.range(1, columns.length).mapToObj(i -> columns[i]).toArray(String[]::new);
    return load(table).select(columns[0], others).orderBy(columns[0]).collectAsList().stream()
        .map(row -> (List<Object>) ComparableValue.of(row))
        .toList();
  }

  private Dataset<Row> load(String table) {
    return spark.read().format("lance").load(Pylance.table(table));
  }

  private Dataset<Row> asOf(String table, long version) {
    return spark.read().format("lance").option("versionAsOf", version).load(Pylance.table(table));
  }

  private static long address(int fragment, int row) {
    return ((long) fragment << 32) + row;
  }
}
