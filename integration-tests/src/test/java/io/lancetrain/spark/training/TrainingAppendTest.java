package io.lancetrain.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.List;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a training table in later writes, and what a check of it says. */
class TrainingAppendTest {
  private final SparkSession spark = TestSession.shared();
  private final String uri = TableStore.LOCAL_DISK.newTable();

  @BeforeEach
  void layAThousandRowsOut() {
    write(0, 1000)
        .option("training.shards", 4)
        .option("training.batchSize", 8)
        .option("training.fragmentsPerShard", 2)
        .option("tag", "v1")
        .save(uri);
  }

  @Test
  void anAppendAddsWholeRoundsAndLeavesTheOldFragmentsAsTheyAre() {
    List<List<Object>> before = Fragments.of(spark, uri, "id");

    write(1000, 2100).mode("append").save(uri);

    List<List<Object>> after = Fragments.of(spark, uri, "id");
    assertThat(after.subList(0, 8)).isEqualTo(before);
    assertThat(after).hasSize(16).allSatisfy(rows -> assertThat(rows).hasSize(120));
    assertThat(all(after)).doesNotHaveDuplicates();
    assertThat(check().problems()).isEmpty();
    assertThat(LanceTables.forPath(spark, uri).version()).isEqualTo(2);
  }

  @Test
  void anOverwriteKeepsTheLayoutOfTheTable() {
    write(0, 3000).mode("overwrite").save(uri);

    assertThat(Fragments.of(spark, uri, "id"))
        .hasSize(8)
        .allSatisfy(rows -> assertThat(rows).hasSize(368));
    assertThat(LanceTables.forPath(spark, uri).trainingCard().rows()).isEqualTo(2944);
    assertThat(check().problems()).isEmpty();
  }

  @Test
  void anOverwriteMayChangeTheLayout() {
    write(0, 1000)
        .option("training.shards", 5)
        .option("training.batchSize", 10)
        .mode("overwrite")
        .save(uri);

    assertThat(Fragments.of(spark, uri, "id"))
        .hasSize(5)
        .allSatisfy(rows -> assertThat(rows).hasSize(200));
    assertThat(LanceTables.forPath(spark, uri).checkTraining(5, 10).problems()).isEmpty();
  }

  @Test
  void theTaggedVersionStaysEvenWhateverComesAfterIt() {
    write(0, 3000).mode("overwrite").save(uri);

    assertThat(spark.read().format("lance").option("tag", "v1").load(uri).count()).isEqualTo(960);
  }

  @Test
  void aTableOfACatalogDeclaresItsLayoutByProperties() {
    String table = "lance.`" + TableStore.LOCAL_DISK.newTable() + "`";

    spark.sql(
        "CREATE TABLE "
            + table
            + " (id BIGINT, label INT) TBLPROPERTIES"
            + " ('training.shards' = '3', 'training.batchSize' = '5')");
    spark.sql("INSERT INTO " + table + " SELECT id, cast(id % 2 AS INT) FROM range(100)");

    String path = table.substring("lance.`".length(), table.length() - 1);
    assertThat(Fragments.of(spark, path, "id"))
        .hasSize(3)
        .allSatisfy(rows -> assertThat(rows).hasSize(30));
    spark.sql("INSERT INTO " + table + " SELECT id, 1 FROM range(100, 190)");
    assertThat(Fragments.of(spark, path, "id")).hasSize(6);
    spark.sql("INSERT OVERWRITE " + table + " SELECT id, 1 FROM range(30)");
    assertThat(Fragments.of(spark, path, "id")).hasSize(3);
    assertThat(LanceTables.forPath(spark, path).checkTraining(3, 5).problems()).isEmpty();
  }

  @Test
  void aTableIsLaidOutAsItIsCreatedFromAQuery() {
    String path = TableStore.LOCAL_DISK.newTable();

    spark.sql(
        "CREATE TABLE lance.`"
            + path
            + "` TBLPROPERTIES ('training.shards' = '4') AS SELECT id FROM range(100)");

    assertThat(Fragments.of(spark, path, "id")).hasSize(4);
  }

  @Test
  void theSaveModesDoWhatTheyDoForAnyTable() {
    long version = LanceTables.forPath(spark, uri).version();

    write(0, 1000).option("training.shards", 4).mode("ignore").save(uri);

    assertThat(LanceTables.forPath(spark, uri).version()).isEqualTo(version);
    String path = TableStore.LOCAL_DISK.newTable();
    write(0, 1000).option("training.shards", 4).mode("append").save(path);
    assertThat(Fragments.of(spark, path, "id")).hasSize(4);
    String other = TableStore.LOCAL_DISK.newTable();
    write(0, 1000).option("training.shards", 4).mode("overwrite").save(other);
    assertThat(Fragments.of(spark, other, "id")).hasSize(4);
  }

  @Test
  void theSaveModesOfASplitLookAtItsParts() {
    String path = TableStore.LOCAL_DISK.newTable();
    String test = path.replace(".lance", "_test.lance");
    split(0, 1000).save(path);
    List<List<Object>> before = Fragments.of(spark, test, "id");

    assertThatThrownBy(() -> split(0, 500).save(path)).hasMessageContaining("already exists");
    split(0, 500).mode("ignore").save(path);
    assertThat(Fragments.of(spark, test, "id")).isEqualTo(before);
    split(0, 500).mode("overwrite").save(path);
    assertThat(all(Fragments.of(spark, test, "id"))).hasSizeLessThan(all(before).size());
  }

  private DataFrameWriter<Row> split(long from, long to) {
    return write(from, to)
        .option("training.shards", 2)
        .option("training.split", "train=0.8,test=0.2");
  }

  @Test
  void theCheckSaysThatFewerShardsFitAndOthersDoNot() {
    LanceTables table = LanceTables.forPath(spark, uri);

    assertThat(table.checkTraining(2, 4).fits()).isTrue();
    assertThat(table.checkTraining(3, 8).problems())
        .containsExactly("8 fragments are not a multiple of 3 shards");
    assertThat(table.checkTraining(4, 7).problems())
        .containsExactly("120 rows of a fragment are not a multiple of the batch size 7");
  }

  @Test
  void theCheckNamesDeletedRows() {
    Object victim = Fragments.of(spark, uri, "id").get(3).get(0);

    NativeTable.delete(uri, "id = " + victim);

    assertThat(check().problems())
        .containsExactly("1 of 8 fragments have deleted rows (fragment ids [3])");
  }

  @Test
  void theCheckNamesAFragmentThatIsGone() {
    List<Object> victims = Fragments.of(spark, uri, "id").get(3);

    NativeTable.delete(
        uri, "id in (" + String.join(",", victims.stream().map(Object::toString).toList()) + ")");

    assertThat(check().problems()).containsExactly("7 fragments are not a multiple of 4 shards");
  }

  @Test
  void theCheckNamesACompaction() {
    NativeTable.compact(uri);

    assertThat(check().problems())
        .contains("1 fragments are not a multiple of 4 shards")
        .anyMatch(problem -> problem.contains("compaction"));
  }

  @Test
  void thePlanOfAWriteShowsTheLayout() {
    String plan =
        spark
            .sql("EXPLAIN INSERT INTO lance.`" + uri + "` SELECT * FROM lance.`" + uri + "`")
            .first()
            .getString(0);

    assertThat(plan).contains("append in the training layout: 4 shards, batch size 8, seed 0");
  }

  private TrainingCheck check() {
    return LanceTables.forPath(spark, uri).checkTraining(4, 8);
  }

  private DataFrameWriter<Row> write(long from, long to) {
    return spark
        .range(from, to, 1, 3)
        .selectExpr("id", "cast(id % 10 as int) as label")
        .write()
        .format("lance");
  }

  private static List<Object> all(List<List<Object>> fragments) {
    return fragments.stream().flatMap(List::stream).toList();
  }
}
