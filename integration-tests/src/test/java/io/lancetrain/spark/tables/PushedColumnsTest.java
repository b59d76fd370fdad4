package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.Plans;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a query does not need is not read, and small fragments share a task. */
class PushedColumnsTest {
  private static final SparkSession SPARK = TestSession.shared();
  private static final long ROWS = 400;
  private static final long FAT_BYTES = 50_000;

  private static String uri;

  @BeforeAll
  static void writeATableWithAFatColumn() {
    uri = TableStore.S3.newTable();
    // Bytes that do not compress, so that the store holds about as many.
    SPARK
        .range(0, ROWS, 1, 2)
        .selectExpr(
            "id",
            "named_struct('thin', id * 2, 'fat', "
                + Noise.bytes("id + 7", FAT_BYTES)
                + ") as record",
            Noise.bytes("id", FAT_BYTES) + " as fat")
        .write()
        .format("lance")
        .save(uri);
  }

  @Test
  void thePlanNamesThePushedColumnsOnly() {
    assertThat(Plans.of(load().select("id"))).contains("columns [id],");
    assertThat(Plans.of(load().selectExpr("id + record.thin as next")))
        .contains("columns [id, record],")
        .contains("record#")
        .doesNotContain("columns [id, record, fat]");
    assertThat(Plans.of(load().select("_fragid"))).contains("columns [_fragid],");
  }

  @Test
  void aThinColumnMovesFewBytesOutOfTheStore() {
    long thin = Transfers.bytesFor(load().selectExpr("sum(id)"));
    long all = Transfers.bytesFor(load().selectExpr("sum(id)", "sum(length(fat))"));

    assertThat(all).isGreaterThan(ROWS * FAT_BYTES * 9 / 10);
    assertThat(thin).isLessThan(all / 100);
  }

  @Test
  void countingReadsNothing() {
    assertThat(Transfers.bytesFor(load().groupBy().count())).isZero();
  }

  @Test
  void manySmallFragmentsShareFewTasks() {
    String fragments = TableStore.S3.newTable();
    SPARK.range(0, 400, 1, 1).write().format("lance").option("maxRowsPerFile", 1).save(fragments);
    Dataset<Row> table = SPARK.read().format("lance").load(fragments);

    assertThat(table.select("_fragid").distinct().count()).isEqualTo(400);
    assertThat(table.rdd().getNumPartitions()).isBetween(1, 10);
    assertThat(table.selectExpr("count(*)", "count(distinct id)").head().getLong(1)).isEqualTo(400);
    assertThat(Plans.of(table)).contains("400 of 400 fragments in ");
  }

  @Test
  void oneLargeFragmentIsCutForTwoCores() {
    String large = TableStore.LOCAL_DISK.newTable();
    SPARK
        .range(0, 3_000_000, 1, 1)
        .selectExpr("id", "id * 31 as other")
        .write()
        .format("lance")
        .option("maxRowsPerFile", 10_000_000)
        .save(large);
    Dataset<Row> table = SPARK.read().format("lance").load(large);

    assertThat(table.select("_fragid").distinct().count()).isEqualTo(1);
    assertThat(table.rdd().getNumPartitions())
        .isGreaterThanOrEqualTo(SPARK.sparkContext().defaultParallelism());
  }

  private static Dataset<Row> load() {
    return SPARK.read().format("lance").load(uri);
  }
}
