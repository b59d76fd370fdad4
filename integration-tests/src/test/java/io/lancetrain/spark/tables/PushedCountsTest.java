package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.DataFrameComparison;
import io.lancetrain.spark.testing.Plans;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import io.lancetrain.spark.testing.TwoTables;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Counts come from the manifest, or from Lance's own counting. */
class PushedCountsTest {
  private static final SparkSession SPARK = TestSession.shared();
  private static final String MANY_TASKS = "splitBytes";

  private static TwoTables tables;

  @BeforeAll
  static void writeFragmentsWithDeletedRows() {
    tables =
        TwoTables.of(
            SPARK
                .range(0, 1_000, 1, 3)
                .selectExpr(
                    "id",
                    "if(id % 3 = 0, null, id) as number",
                    "if(id % 5 = 0, null, string(id)) as `a 'text'`",
                    "if(id % 7 = 0, null, double('NaN')) as nan",
                    "if(id % 11 = 0, null, named_struct('x', nullif(id % 2, 0))) as record",
                    "if(id % 13 = 0, null, array(null, id)) as list"),
            150,
            "id % 10 = 3 OR id BETWEEN 333 AND 400");
  }

  /** Spark itself runs one task to rename the column; there is nothing to read in it. */
  @Test
  void aCountOfRowsComesFromTheManifestWhichTheDriverHas() {
    assertThat(Plans.tasks(() -> tables.lance().count())).isLessThanOrEqualTo(1);
    assertThat(Plans.of(tables.lance().groupBy().count()))
        .contains("LocalTableScan")
        .doesNotContain("Scan lance")
        .doesNotContain("Exchange");
    assertEqual(table -> table.groupBy().count());
    assertEqual(table -> table.selectExpr("count(*) + 1 as next", "count(1) as one"));
  }

  @Test
  void aCountOfAnEmptyTableIsZero() {
    String empty = TableStore.LOCAL_DISK.newTable();
    tables.parquet().limit(0).write().format("lance").save(empty);
    Dataset<Row> table = SPARK.read().format("lance").load(empty);

    assertThat(table.count()).isZero();
    assertThat(table.selectExpr("count(number)").head().getLong(0)).isZero();
  }

  @Test
  void valuesThatAreNotNullAreCountedByLance() {
    Function<Dataset<Row>, Dataset<Row>> counts =
        table -> table.selectExpr("count(number)", "count(*)", "count(nan)", "count(`a 'text'`)");

    assertThat(Plans.of(counts.apply(tables.lance())))
        .contains("[count(number), count(*), count(nan), count(`a 'text'`)], counted in ");
    assertEqual(counts);
  }

  @Test
  void rowsThatPassAFilterOfLanceAreCountedByIt() {
    for (String filter :
        new String[] {
          "id > 500",
          "number BETWEEN 20 AND 700",
          "`a 'text'` LIKE '1%'",
          "number IS NULL OR id < 10",
          "id < 0",
          "id = 5000"
        }) {
      Function<Dataset<Row>, Dataset<Row>> counts =
          table -> table.where(filter).selectExpr("count(*) as rows", "count(nan) as values");
      assertThat(Plans.of(counts.apply(tables.lance()))).as(filter).contains("counted in ");
      assertEqual(counts);
    }
  }

  @Test
  void countsOfManyTasksAddUp() {
    String uri = TableStore.LOCAL_DISK.newTable();
    tables.parquet().repartition(5).write().format("lance").save(uri);
    Dataset<Row> table = SPARK.read().format("lance").option(MANY_TASKS, 1).load(uri);

    assertThat(table.selectExpr("count(number)").queryExecution().executedPlan().toString())
        .containsPattern("counted in [0-9]{1,3} partitions");
    assertThat(table.selectExpr("count(number)").head())
        .isEqualTo(tables.parquet().selectExpr("count(number)").head());
  }

  @Test
  void nestedColumnsAreCountedWhereTheyAreNotNull() {
    for (String column : new String[] {"record", "record.x", "list"}) {
      assertEqual(table -> table.selectExpr("count(" + column + ") as one", "count(*) as rows"));
    }
  }

  @Test
  void whatLanceDoesNotCountAsSparkDoesIsLeftToSpark() {
    for (String aggregate :
        new String[] {
          "count(distinct nan)",
          "count(number + 1)",
          "count(number, nan)",
          "sum(number)",
          "count_if(number > 3)"
        }) {
      assertThat(Plans.of(tables.lance().selectExpr(aggregate + " as one", "count(*) as rows")))
          .as(aggregate)
          .contains("rows [all]");
      assertEqual(table -> table.selectExpr(aggregate + " as one", "count(*) as rows"));
    }
    assertThat(Plans.of(tables.lance().groupBy("nan").count())).contains("rows [all]");
    assertEqual(table -> table.groupBy("nan").count());
  }

  @Test
  void aCountOfSomeRowsIsNotTheCountOfAll() {
    assertThat(tables.lance().limit(7).count()).isEqualTo(7);
    assertThat(tables.lance().offset(7).count()).isEqualTo(tables.parquet().count() - 7);
    assertEqual(table -> table.where("hash(id) % 2 = 0").groupBy().count());
    assertEqual(table -> table.distinct().groupBy().count());
    assertEqual(table -> table.where("number IS NULL").groupBy().count());
    assertEqual(table -> table.union(table).groupBy().count());
  }

  private static void assertEqual(Function<Dataset<Row>, Dataset<Row>> query) {
    DataFrameComparison.ofThisLine()
        .assertEqualInAnyOrder(query.apply(tables.parquet()), query.apply(tables.lance()));
  }
}
