package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.Plans;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A sample reads its share of the table alone, and the same one for the same seed. */
class PushedSampleTest {
  private static final SparkSession SPARK = TestSession.shared();

  /** Two columns of 8 bytes: 8 rows in a batch, some 200 batches in the table. */
  private static final long BATCH_BYTES = 128;

  private static final long BATCH_ROWS = 8;

  private static String path;
  private static List<Long> ids;

  /** Fragments of 100 rows, of which the deletions take some or all. */
  @BeforeAll
  static void writeFragmentsWithDeletedRows() {
    path = TableStore.LOCAL_DISK.newTable();
    SPARK
        .range(0, 2_000, 1, 3)
        .selectExpr("id", "id % 10 AS label")
        .write()
        .format("lance")
        .option("maxRowsPerFile", 100)
        .save(path);
    NativeTable.delete(path, "id % 9 = 4 OR (id >= 400 AND id < 500)");
    ids = ids(table());
  }

  @Test
  void aSampleIsATenthOfTheRowsToABatchAndNoRowTwice() {
    List<Long> sample = ids(table().sample(0.1, 42));

    assertThat(sample).isSorted().doesNotHaveDuplicates().isSubsetOf(ids);
    assertThat((long) sample.size())
        .isBetween(ids.size() / 10 - 2 * BATCH_ROWS, ids.size() / 10 + 2 * BATCH_ROWS);
    assertThat(Plans.of(table().sample(0.1, 42)))
        .contains("rows [10.00 % in ranges of 8 rows by seed 42]")
        .doesNotContain("Sample");
  }

  @Test
  void theSameSeedGivesTheSameRowsWhateverElseIsAsked() {
    List<Long> sample = ids(table().sample(0.3, 7));

    assertThat(ids(table().sample(0.3, 7))).isEqualTo(sample);
    assertThat(ids(table("splitBytes", "1").sample(0.3, 7))).isEqualTo(sample);
    assertThat(ids(table().select("id").sample(0.3, 7))).isEqualTo(sample);
    assertThat(ids(table().sample(0.3, 8))).isNotEqualTo(sample);
    table().createOrReplaceTempView("sampled");
    assertThat(ids(SPARK.sql("SELECT id FROM sampled TABLESAMPLE (30 PERCENT) REPEATABLE (7)")))
        .isEqualTo(sample);
  }

  @Test
  void whatComesAfterASampleSeesTheRowsOfTheSample() {
    Dataset<Row> sample = table().sample(0.3, 7);
    List<Long> sampled = ids(sample);
    List<Long> ofLabel = sampled.stream().filter(id -> id % 10 == 3).toList();
    assertThat(ofLabel).isNotEmpty();

    assertThat(sample.count()).isEqualTo(sampled.size());
    assertThat(ids(sample.where("label = 3"))).isEqualTo(ofLabel);
    assertThat(sample.where("label = 3").count()).isEqualTo(ofLabel.size());
    assertThat(sample.where("id < 100").count())
        .isEqualTo(sampled.stream().filter(id -> id < 100).count());
    assertThat(sample.groupBy("label").count().where("label = 3").head().getLong(1))
        .isEqualTo(ofLabel.size());
    assertThat(ids(sample.limit(5))).hasSize(5).isSubsetOf(sampled);
    assertThat(ids(sample.offset(5))).hasSize(sampled.size() - 5).isSubsetOf(sampled);
    assertThat(ids(sample.orderBy(functions.col("id").desc()).limit(3)))
        .isEqualTo(List.of(last(sampled, 1), last(sampled, 2), last(sampled, 3)));
    assertThat(sample.join(table(), "id").count()).isEqualTo(sampled.size());
    assertThat(Plans.of(sample.where("label = 3")))
        .contains("label = 3 (because of the sample before it)]");
  }

  @Test
  void aSampleOfAFilteredTableIsLeftToSpark() {
    Dataset<Row> sample = table().where("label = 3").sample(0.5, 7);

    assertThat(Plans.of(sample)).contains("Sample").contains("filters pushed [label");
    assertThat(ids(sample)).allMatch(id -> id % 10 == 3);
  }

  @Test
  void splitsOfOneSeedHoldEachRowOnce() {
    List<Long> all = new ArrayList<>();
    for (Dataset<Row> split : table().randomSplit(new double[] {0.6, 0.3, 0.1}, 5)) {
      all.addAll(ids(split));
    }

    assertThat(all).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void rowsAreChosenBySparkWhereRangesAreTooFewOrNotWanted() {
    String uri = TableStore.LOCAL_DISK.newTable();
    SPARK.range(100).write().format("lance").save(uri);

    for (Dataset<Row> bySpark :
        List.of(
            SPARK.read().format("lance").load(uri).sample(0.1, 42),
            table("sampling", "rows").sample(0.1, 42),
            table().sample(true, 0.1, 42))) {
      assertThat(Plans.of(bySpark)).contains("Sample").doesNotContain("in ranges of");
    }
    assertThat(new HashSet<>(ids(table("sampling", "rows").sample(0.1, 42)))).isSubsetOf(ids);
  }

  @Test
  void whatIsNotInTheSampleIsNotRead() {
    String uri = TableStore.S3.newTable();
    SPARK
        .range(0, 1_000_000, 1, 2)
        .selectExpr("id", "xxhash64(id) AS noise")
        .write()
        .format("lance")
        .save(uri);
    Dataset<Row> all = SPARK.read().format("lance").option("batchBytes", "64k").load(uri);

    long ofAll = bytesOf(all);
    long ofSample = bytesOf(all.sample(0.05, 42));

    assertThat(ofSample).isLessThan(ofAll / 5);
  }

  private static long bytesOf(Dataset<Row> query) {
    TableStore.server().requests().clear();
    query.write().format("noop").mode("overwrite").save();
    return TableStore.server().requests().all().stream().mapToLong(S3Request::bytes).sum();
  }

  private static long last(List<Long> sorted, int place) {
    return sorted.get(sorted.size() - place);
  }

  private static Dataset<Row> table(String... option) {
    return option.length == 0
        ? table("splitBytes", "1m")
        : SPARK
            .read()
            .format("lance")
            .option("batchBytes", BATCH_BYTES)
            .option(option[0], option[1])
            .load(path);
  }

  private static List<Long> ids(Dataset<Row> rows) {
    return rows.select("id").collectAsList().stream().map(row -> row.getLong(0)).toList();
  }
}
