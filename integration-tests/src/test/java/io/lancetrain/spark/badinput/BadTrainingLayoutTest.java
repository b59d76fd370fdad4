package io.lancetrain.spark.badinput;

import static io.lancetrain.spark.error.ErrorCondition.LANCE_INPUT_CHANGED;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_INVALID_OPTION;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_TRAINING_LAYOUT;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_VALUE_OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/** A layout that cannot be kept is refused, and nothing is published or left behind. */
class BadTrainingLayoutTest {
  private final SparkSession spark = TestSession.shared();
  private final String uri = TableStore.LOCAL_DISK.newTable();

  @Test
  void moreShardsThanRows() {
    refused(LANCE_TRAINING_LAYOUT, rows(10), Map.of("training.shards", "11"), "10 rows", "11");
  }

  @Test
  void aBatchSizeThatDoesNotFit() {
    refused(
        LANCE_TRAINING_LAYOUT,
        rows(100),
        Map.of("training.shards", "4", "training.batchSize", "26"),
        "100 rows do not fill one round of 104 rows",
        "fewer shards");
  }

  @Test
  void aRemainderLargerThanTheData() {
    refused(
        LANCE_TRAINING_LAYOUT,
        rows(10),
        Map.of(
            "training.shards", "4",
            "training.batchSize", "8",
            "training.remainder", "repeat"),
        "10 rows do not fill one round of 32");
  }

  @Test
  void aRemainderThatIsNotAllowed() {
    refused(
        LANCE_TRAINING_LAYOUT,
        rows(1001),
        Map.of(
            "training.shards", "4",
            "training.batchSize", "5",
            "training.remainder", "fail"),
        "1 are left over",
        "Write 1000 or 1020 rows");
  }

  @Test
  void noRowsAtAll() {
    refused(LANCE_TRAINING_LAYOUT, rows(0), Map.of("training.shards", "4"), "no rows");
  }

  @Test
  void optionsOfALayoutThatIsNotAskedFor() {
    refused(
        LANCE_INVALID_OPTION,
        rows(10),
        Map.of("training.batchSize", "4"),
        "training.batchSize",
        "training.shards");
  }

  @Test
  void valuesThatAreNone() {
    for (String value : new String[] {"0", "-1", "x", "99999999999"}) {
      refused(LANCE_INVALID_OPTION, rows(10), Map.of("training.shards", value), value);
    }
    refused(
        LANCE_INVALID_OPTION,
        rows(10),
        Map.of("training.shards", "2", "training.split", "train=0.9,test=0.2"),
        "shares that make 1");
  }

  @Test
  void aColumnThatIsNotThere() {
    refused(
        LANCE_INVALID_OPTION,
        rows(10),
        Map.of("training.shards", "2", "training.stratifyBy", "lable"),
        "training.stratifyBy",
        "'lable'",
        "id, label");
  }

  @Test
  void aSourceThatDoesNotComeOutTheSameTwice() {
    refused(
        LANCE_INPUT_CHANGED,
        rows(1000).withColumn("chance", chance()),
        Map.of("training.shards", "4"),
        "computed twice",
        "training.key");
    refused(
        LANCE_INPUT_CHANGED,
        rows(1000).where(chance().gt(0)),
        Map.of("training.shards", "4", "training.key", "id"),
        "computed twice");
    refused(
        LANCE_INPUT_CHANGED,
        rows(1000).withColumn("at", functions.current_timestamp()),
        Map.of("training.shards", "4"),
        "current_timestamp()");
  }

  @Test
  void columnsOfChanceAreNoHarmBesideAKey() {
    rows(1000)
        .withColumn("at", functions.current_timestamp())
        .withColumn("chance", chance())
        .write()
        .format("lance")
        .option("training.shards", 4)
        .option("training.key", "id")
        .save(uri);

    Dataset<Row> table = spark.read().format("lance").load(uri);
    assertThat(table.select("id").distinct().count()).isEqualTo(1000);
  }

  @Test
  void aKeyThatDoesNotTellRowsApart() {
    refused(
        LANCE_TRAINING_LAYOUT,
        rows(1000),
        Map.of("training.shards", "4", "training.key", "label"),
        "training.key");
  }

  @Test
  void moreClassesThanCanBeSpread() {
    refused(
        LANCE_TRAINING_LAYOUT,
        rows(3000),
        Map.of("training.shards", "4", "training.stratifyBy", "id"),
        "more than 1024 values");
  }

  @Test
  void soManyEqualRowsThatTheyCannotBeSharedOut() {
    refused(
        LANCE_TRAINING_LAYOUT,
        spark.range(2_000_000).selectExpr("1 as x"),
        Map.of("training.shards", "16"),
        "are equal",
        "an id");
  }

  @Test
  void anAppendThatDoesNotFillARound() {
    layOut();

    refusedAppend(
        LANCE_TRAINING_LAYOUT, rows(99), Map.of(), "99 rows do not fill one round of 100");
  }

  @Test
  void anAppendInAnotherLayout() {
    layOut();

    refusedAppend(
        LANCE_INVALID_OPTION, rows(100), Map.of("training.shards", "8"), "training.shards = 8");
  }

  @Test
  void anAppendToATableThatIsNotLaidOut() {
    rows(10).write().format("lance").save(uri);

    refusedAppend(
        LANCE_TRAINING_LAYOUT, rows(100), Map.of("training.shards", "4"), "no training card");
  }

  @Test
  void anAppendToATableThatIsNoLongerEven() {
    layOut();
    NativeTable.delete(uri, "id = 3");

    refusedAppend(LANCE_TRAINING_LAYOUT, rows(100), Map.of(), "deleted rows", "mode overwrite");
  }

  /** About ten rows go to the test part, whatever the hash: some, and fewer than the shards. */
  @Test
  void aPartOfASplitThatDoesNotFillARoundBeforeAnyPartIsWritten() {
    refused(
        LANCE_TRAINING_LAYOUT,
        rows(1000),
        Map.of("training.shards", "64", "training.split", "train=0.99,test=0.01"),
        "_test.lance",
        "fewer shards");
    String train = uri.replace(".lance", "_train.lance");
    assertThat(TableStore.files(train + "/_versions")).isEmpty();
    assertThat(TableStore.files(train + "/data")).isEmpty();
  }

  @Test
  void aPartOfASplitThatFailsNamesThePartsThatAreIn() {
    Map<String, String> options =
        Map.of("training.shards", "2", "training.split", "train=0.8,test=0.2");
    String test = uri.replace(".lance", "_test.lance");
    rows(10).selectExpr("id").write().format("lance").option("tag", "v1").save(test);

    Refusal.with(LANCE_TRAINING_LAYOUT)
        .of(
            () ->
                rows(1000)
                    .selectExpr("id")
                    .write()
                    .format("lance")
                    .options(options)
                    .option("tag", "v1")
                    .mode("overwrite")
                    .save(uri),
            "_test.lance",
            "committed before: " + uri.replace(".lance", "_train.lance"),
            "tag 'v1'");
  }

  @Test
  void aPartOfASplitThatFailsInATaskSaysWhyInOneLine() {
    Dataset<Row> rows =
        rows(1000).selectExpr("id", "if(id = 5, array(1f), array(1f, 2f)) AS vector");

    Throwable failure =
        catchThrowable(
            () ->
                rows.write()
                    .format("lance")
                    .option("vectors", "vector:2")
                    .option("training.shards", 2)
                    .option("training.split", "train=0.8,test=0.2")
                    .save(uri));

    assertThat(failure)
        .hasMessageContaining("Reason: [LANCE_VALUE_OUT_OF_RANGE] ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aLayoutThatSparkPassesOnTooLate() throws Exception {
    String table = "lance.`" + uri + "`";

    Refusal.with(LANCE_INVALID_OPTION)
        .of(
            () -> rows(10).writeTo(table).option("training.shards", "2").create(),
            "tableProperty",
            uri);
    rows(10).writeTo(table).create();
    Refusal.with(LANCE_INVALID_OPTION)
        .of(
            () ->
                rows(10)
                    .writeTo(table)
                    .option("training.shards", "2")
                    .overwrite(functions.lit(true)),
            "tableProperty",
            uri);

    rows(10).writeTo(table).tableProperty("training.shards", "2").replace();
    assertThat(LanceTables.forPath(spark, uri).checkTraining(2, 1).fits()).isTrue();
  }

  @Test
  void aNullWhereTheTableAllowsNone() {
    spark.sql(
        "CREATE TABLE lance.`"
            + uri
            + "` (id BIGINT NOT NULL, label INT) TBLPROPERTIES ('training.shards' = '2')");
    Dataset<Row> rows =
        spark.range(100).selectExpr("nullif(id, 50) as id", "cast(id as int) as label");

    refusedAppend(LANCE_VALUE_OUT_OF_RANGE, rows, Map.of(), "'id'", "NOT NULL");
  }

  private void layOut() {
    rows(100).write().format("lance").option("training.shards", 4).save(uri);
  }

  private Dataset<Row> rows(long count) {
    return spark.range(0, count, 1, 3).selectExpr("id", "cast(id % 10 as int) as label");
  }

  private static Column chance() {
    UDF0<Double> nextGaussian = () -> new Random().nextGaussian();
    return functions
        .udf(nextGaussian, DataTypes.DoubleType)
        .asNondeterministic()
        .apply(new Column[0]);
  }

  private void refused(
      ErrorCondition condition, Dataset<Row> rows, Map<String, String> options, String... parts) {
    Refusal.with(condition)
        .of(() -> rows.write().format("lance").options(options).save(uri), parts);
    RunningTasks.awaitEnd();
    assertThat(TableStore.files(uri + "/data")).isEmpty();
    assertThat(TableStore.files(uri + "/_versions")).isEmpty();
  }

  private void refusedAppend(
      ErrorCondition condition, Dataset<Row> rows, Map<String, String> options, String... parts) {
    int files = TableStore.files(uri + "/data").size();
    long version = LanceTables.forPath(spark, uri).version();
    Refusal.with(condition)
        .of(() -> rows.write().format("lance").options(options).mode("append").save(uri), parts);
    RunningTasks.awaitEnd();
    assertThat(TableStore.files(uri + "/data")).hasSize(files);
    assertThat(LanceTables.forPath(spark, uri).version()).isEqualTo(version);
  }
}
