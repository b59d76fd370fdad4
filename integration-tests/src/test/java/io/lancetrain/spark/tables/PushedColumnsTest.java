package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.List;
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
            "named_struct('thin', id * 2, 'fat', " + noise("id + 7") + ") as record",
            noise("id") + " as fat")
        .write()
        .format("lance")
        .save(uri);
  }

  private static String noise(String seed) {
    return "unhex(array_join(transform(sequence(1, "
        + FAT_BYTES / 32
        + "), i -> sha2(concat("
        + seed
        + ", '/', i), 256)), ''))";
  }

  @Test
  void thePlanNamesThePushedColumnsOnly() {
    assertThat(plan(load().select("id"))).contains("columns [id],");
    assertThat(plan(load().where("record.thin > 5").selectExpr("id + 1 as next")))
        .contains("columns [id, record],")
        .contains("record#")
        .doesNotContain("columns [id, record, fat]");
    assertThat(plan(load().groupBy().count())).contains("columns [],");
    assertThat(plan(load().select("_fragid"))).contains("columns [_fragid],");
  }

  @Test
  void aThinColumnMovesFewBytesOutOfTheStore() {
    long thin = bytesFor(load().selectExpr("sum(id)"));
    long all = bytesFor(load().selectExpr("sum(id)", "sum(length(fat))"));

    assertThat(all).isGreaterThan(ROWS * FAT_BYTES * 9 / 10);
    assertThat(thin).isLessThan(all / 100);
  }

  @Test
  void countingReadsNoColumn() {
    assertThat(bytesFor(load().groupBy().count())).isLessThan(ROWS * FAT_BYTES / 100);
  }

  @Test
  void manySmallFragmentsShareFewTasks() {
    String fragments = TableStore.S3.newTable();
    SPARK.range(0, 400, 1, 1).write().format("lance").option("maxRowsPerFile", 1).save(fragments);
    Dataset<Row> table = SPARK.read().format("lance").load(fragments);

    assertThat(table.select("_fragid").distinct().count()).isEqualTo(400);
    assertThat(table.rdd().getNumPartitions()).isBetween(1, 10);
    assertThat(table.selectExpr("count(*)", "count(distinct id)").head().getLong(1)).isEqualTo(400);
    assertThat(plan(table)).contains("400 of 400 fragments in ");
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

  private static String plan(Dataset<Row> query) {
    return query.queryExecution().executedPlan().toString();
  }

  private static long bytesFor(Dataset<Row> query) {
    TableStore.server().requests().clear();
    query.collectAsList();
    List<S3Request> reads =
        TableStore.server().requests().matching(request -> request.method().equals("GET"));
    return reads.stream().mapToLong(PushedColumnsTest::bytes).sum();
  }

  /**
   * The length of the range that was asked for; a request for a whole file counts as a large one.
   */
  private static long bytes(S3Request request) {
    if (request.isList()) {
      return 0;
    }
    String[] range = request.range().replace("bytes=", "").split("-", -1);
    if (range.length == 2 && range[0].isEmpty()) {
      return Long.parseLong(range[1]);
    }
    return range.length == 2 && !range[1].isEmpty()
        ? Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1
        : request.key().contains("/_versions/") ? 0 : FAT_BYTES * ROWS;
  }
}
