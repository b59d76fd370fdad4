package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.DataFrameComparison;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments in which no row can be wanted get no task, and joins know how rows are laid out. */
class PrunedFragmentsTest {
  private static final SparkSession SPARK = TestSession.shared();
  private static final String BUCKETING = "spark.sql.sources.v2.bucketing.enabled";
  private static final int DAYS = 6;
  private static final int ROWS_OF_A_DAY = 100;

  private static String lance;
  private static String parquet;

  @BeforeAll
  static void writeAFragmentForEachDay() {
    Dataset<Row> rows =
        SPARK
            .range(0, (long) DAYS * ROWS_OF_A_DAY, 1, 1)
            .selectExpr(
                "id",
                "int(id div 100) as day",
                "concat('day ', id div 100) as name",
                "date_add(date'2026-01-01', int(id div 100)) as date",
                "timestamp_micros(id div 100 * 86400000000) as time",
                "if(id div 100 = 2, null, id div 100) as gap",
                "double(id div 100) as number");
    lance = TableStore.LOCAL_DISK.newTable();
    parquet = TableStore.LOCAL_DISK.newTable();
    rows.write().format("lance").option("maxRowsPerFile", ROWS_OF_A_DAY).save(lance);
    rows.write().parquet(parquet);
    for (String column : new String[] {"day", "name", "date", "time", "gap", "number"}) {
      NativeTable.addZoneMap(lance, column);
    }
  }

  @AfterEach
  void resetConfiguration() {
    SPARK.conf().unset(BUCKETING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "day = 3",
        "3 = day",
        "day > 4",
        "day IN (1, 77)",
        "day < 1",
        "name = 'day 5'",
        "date = date'2026-01-04'",
        "date >= date'2026-01-06'",
        "time < timestamp_micros(1)",
        "gap IS NULL",
        "day = 3 AND id % 7 = 1",
        "day = 1 AND hash(id) % 2 = 0",
      })
  void aZoneMapLeavesOneFragment(String condition) {
    assertThat(plan(table().where(condition))).contains("1 of 6 fragments");
    assertSameAsParquet(condition);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"day = 77", "day > 5", "name = 'no day'", "_fragid = 77", "day = 1 AND day = 2"})
  void whereNoFragmentIsLeftThereIsNoTask(String condition) {
    assertThat(plan(table().where(condition))).containsAnyOf("0 of 6 fragments", "LocalTableScan");
    assertThat(table().where(condition).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "number = 3",
        "id = 3",
        "day <> 3",
        "NOT (day = 3)",
        "day + 1 = 3",
        "gap <=> null"
      })
  void whatIsNotKnownLeavesEveryFragmentThatMayHaveRows(String condition) {
    assertSameAsParquet(condition);
  }

  @Test
  void theFragmentIsKnownByItsIdAndTheRowsAddress() {
    assertThat(plan(table().where("_fragid = 2"))).contains("1 of 6 fragments");
    assertThat(plan(table().where("_rowaddr >= 5L * 4294967296"))).contains("1 of 6 fragments");
    assertThat(plan(table().where("_rowid IN (4294967296, 4294967297)")))
        .contains("1 of 6 fragments")
        .contains("filters pushed [_rowid IN");
    assertThat(table().where("_rowid IN (4294967296, 4294967297)").count()).isEqualTo(2);
    assertThat(table().where("_fragid = 2").selectExpr("sum(id)").head().getLong(0))
        .isEqualTo(24_950);
  }

  @Test
  void rowsAddedAfterTheZoneMapAreFound() {
    String grown = TableStore.LOCAL_DISK.newTable();
    SPARK.range(0, 10, 1, 1).selectExpr("id", "1 as day").write().format("lance").save(grown);
    NativeTable.addZoneMap(grown, "day");
    SPARK
        .range(10, 15, 1, 1)
        .selectExpr("id", "2 as day")
        .write()
        .format("lance")
        .mode("append")
        .save(grown);
    NativeTable.delete(grown, "id < 3");

    Dataset<Row> table = SPARK.read().format("lance").load(grown);
    assertThat(table.where("day = 2").count()).isEqualTo(5);
    assertThat(table.where("day = 1").count()).isEqualTo(7);
  }

  @Test
  void aJoinReadsTheDaysOfTheOtherSideOnly() throws Exception {
    Dataset<Row> dimension =
        SPARK.range(DAYS).selectExpr("int(id) as day", "id * 10 as key").where("key = 40");
    Dataset<Row> join = table().join(dimension.hint("broadcast"), "day").select("id", "key");

    assertThat(join.queryExecution().executedPlan().toString()).contains("dynamicpruning");
    assertThat(recordsRead(join)).isLessThanOrEqualTo(ROWS_OF_A_DAY + DAYS);
    assertThat(join.count()).isEqualTo(ROWS_OF_A_DAY);
  }

  @Test
  void theSideOfASelfJoinThatIsNotNarrowedIsReadAsAWhole() {
    Dataset<Row> one = table();
    Dataset<Row> days = one.where("id % 100 = 0 AND day < 2").selectExpr("day", "id as first");
    Dataset<Row> join = one.join(days.hint("broadcast"), "day").select("id", "first");

    assertThat(join.union(one.selectExpr("id", "-1L as first")).count())
        .isEqualTo(2 * ROWS_OF_A_DAY + (long) DAYS * ROWS_OF_A_DAY);
  }

  @Test
  void aJoinByTheColumnThatFragmentsAreLaidOutByNeedsNoShuffle() {
    SPARK.conf().set(BUCKETING, true);
    SPARK.conf().set("spark.sql.autoBroadcastJoinThreshold", -1);
    try {
      Dataset<Row> join =
          table().select("day", "id").join(table().selectExpr("day", "id as other"), "day");

      assertThat(plan(join)).contains("SortMergeJoin").doesNotContain("Exchange");
      assertThat(join.count()).isEqualTo((long) DAYS * ROWS_OF_A_DAY * ROWS_OF_A_DAY);
      assertThat(join.selectExpr("sum(id * other)").head())
          .isEqualTo(
              SPARK
                  .read()
                  .parquet(parquet)
                  .select("day", "id")
                  .join(SPARK.read().parquet(parquet).selectExpr("day", "id as other"), "day")
                  .selectExpr("sum(id * other)")
                  .head());
    } finally {
      SPARK.conf().unset("spark.sql.autoBroadcastJoinThreshold");
    }
  }

  @Test
  void aColumnWithSeveralValuesInAFragmentIsNoPartitioning() {
    SPARK.conf().set(BUCKETING, true);
    Dataset<Row> join = table().select("id").join(table().select("id"), "id");

    assertThat(plan(join.hint("merge"))).contains("Exchange");
    assertThat(join.count()).isEqualTo((long) DAYS * ROWS_OF_A_DAY);
  }

  private static Dataset<Row> table() {
    return SPARK.read().format("lance").load(lance);
  }

  private static String plan(Dataset<Row> query) {
    return query.queryExecution().executedPlan().toString();
  }

  private static void assertSameAsParquet(String condition) {
    DataFrameComparison.ofThisLine()
        .assertEqualInAnyOrder(
            SPARK.read().parquet(parquet).where(condition), table().where(condition));
  }

  /** How many rows the tasks of a query took from their sources. */
  private static long recordsRead(Dataset<Row> query) throws TimeoutException {
    AtomicLong records = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            records.addAndGet(end.taskMetrics().inputMetrics().recordsRead());
          }
        };
    RunningTasks.awaitEnd();
    SPARK.sparkContext().addSparkListener(listener);
    try {
      query.collectAsList();
      SPARK.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      SPARK.sparkContext().removeSparkListener(listener);
    }
    return records.get();
  }
}
