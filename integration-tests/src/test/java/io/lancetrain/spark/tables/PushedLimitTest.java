package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.Plans;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import io.lancetrain.spark.testing.TwoTables;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LIMIT and OFFSET read the rows that they leave, and no others. */
class PushedLimitTest {
  private static final SparkSession SPARK = TestSession.shared();
  private static final int ROWS = 100;

  private static Dataset<Row> table;
  private static List<Long> ids;

  /** Fragments of 10, 10, 5, 10, 10, 5 ... rows, of which the deletion takes some or all. */
  @BeforeAll
  static void writeFragmentsWithDeletedRows() {
    table =
        TwoTables.of(SPARK.range(0, ROWS, 1, 4).toDF("id"), 10, "id % 7 = 3 OR id / 10 = 4")
            .lance();
    ids = ids(table);
  }

  @Test
  void theTableHasDeletedRowsInFragmentsThatStay() {
    assertThat(ids).hasSizeBetween(70, 80).isSorted().doesNotContain(3L, 40L, 49L);
  }

  @Test
  void thePlanShowsALimitThatSparkNeedNotApply() {
    assertThat(Plans.of(table.limit(12)))
        .contains("rows [after row 0 to row 12], 2 of ")
        .doesNotContain("Limit");
    assertThat(Plans.of(table.limit(12).offset(3)))
        .contains("rows [after row 3 to row 12]")
        .doesNotContain("Limit");
    assertThat(Plans.of(table.offset(3).limit(12)))
        .contains("rows [after row 3 to row 15]")
        .doesNotContain("Limit");
    assertThat(Plans.of(table.offset(60)))
        .contains("rows [after row 60 to the last row]")
        .doesNotContain("Limit");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 9, 10, 17, 18, 30, 60, 75, 100, 1_000})
  void aLimitReadsTheFirstRows(int limit) {
    assertThat(ids(table.limit(limit))).isEqualTo(first(limit));
    assertThat(table.limit(limit).count()).isEqualTo(first(limit).size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 9, 10, 17, 18, 30, 60, 75, 100, 1_000})
  void anOffsetReadsTheRowsAfterIt(int offset) {
    assertThat(ids(table.offset(offset))).isEqualTo(after(offset, ids));
  }

  @ParameterizedTest
  @CsvSource({"12, 3", "3, 12", "50, 49", "50, 17", "1000, 70", "40, 1000", "9, 8"})
  void limitAndOffsetTogetherCountAsSparkDoes(int limit, int offset) {
    assertThat(ids(table.limit(limit).offset(offset))).isEqualTo(after(offset, first(limit)));
    assertThat(ids(table.offset(offset).limit(limit)))
        .isEqualTo(after(offset, first(limit + offset)));
    assertThat(ids(table.limit(limit).selectExpr("id + 1 - 1 as id").offset(offset)))
        .isEqualTo(after(offset, first(limit)));
  }

  @Test
  void aFilterThatLanceEvaluatesIsLimitedInEachTaskAndAgainBySpark() {
    Dataset<Row> filtered = table.where("id > 50");
    assertThat(Plans.of(filtered.limit(5)))
        .contains("rows [after row 0 to row 5]")
        .contains("CollectLimit 5");
    assertThat(ids(filtered.limit(5))).hasSize(5).doesNotHaveDuplicates().allMatch(id -> id > 50);
    assertThat(filtered.limit(1_000).count()).isEqualTo(ids(filtered).size());

    assertThat(Plans.of(filtered.offset(5))).contains("rows [all]");
    assertThat(ids(filtered.offset(5))).hasSize(ids(filtered).size() - 5);
    assertThat(ids(filtered.limit(9).offset(5))).hasSize(4);
    assertThat(ids(filtered.offset(5).limit(9))).hasSize(9);
  }

  @Test
  void aLimitIsNotPushedBelowWhatChangesTheNumberOfRows() {
    Dataset<Row> filtered = table.where("hash(id) % 3 = 0");
    List<Long> expected = ids.stream().filter(ids(filtered)::contains).toList();
    assertThat(expected).hasSizeBetween(1, ids.size() - 1);
    assertThat(ids(filtered.limit(5))).hasSize(5).isSubsetOf(expected);
    assertThat(ids(filtered.offset(5))).hasSize(expected.size() - 5);
    assertThat(Plans.of(filtered.limit(5))).doesNotContain("to row 5");

    assertThat(Plans.of(table.distinct().limit(5))).doesNotContain("to row 5");
    assertThat(table.groupBy().count().limit(5).head().getLong(0)).isEqualTo(ids.size());
    assertThat(table.groupBy().count().offset(1).collectAsList()).isEmpty();
    assertThat(Plans.of(table.orderBy("id").offset(5))).contains("rows [all]");
  }

  @Test
  void aJoinWithAFewRowsSeesOnlyThose() {
    assertThat(table.limit(5).join(table.offset(3), "id").count()).isEqualTo(2);
  }

  @Test
  void tenRowsOfALargeTableMoveFewBytesAndStartOneTask() {
    String uri = TableStore.S3.newTable();
    SPARK
        .range(0, 2_000_000, 1, 2)
        .selectExpr("id", "hash(id) as noise")
        .write()
        .format("lance")
        .save(uri);
    Dataset<Row> large = SPARK.read().format("lance").load(uri);
    long all = Transfers.bytesFor(large.selectExpr("sum(id)", "sum(noise)"));

    assertThat(Transfers.bytesFor(large.limit(10))).isLessThan(all / 20);
    assertThat(large.limit(10).rdd().getNumPartitions()).isEqualTo(1);
    assertThat(large.offset(1_999_995).collectAsList()).hasSize(5);
  }

  private static List<Long> first(int limit) {
    return ids.subList(0, Math.min(limit, ids.size()));
  }

  private static List<Long> after(int offset, List<Long> rows) {
    return rows.subList(Math.min(offset, rows.size()), rows.size());
  }

  private static List<Long> ids(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.getLong(0)).toList();
  }
}
