package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.DataFrameComparison;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.Pylance;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns are added to the rows of a table in one version, and no old file is written again. */
@Tag("round-trip")
class AddColumnsTest {
  private static final AtomicBoolean CHANGED = new AtomicBoolean();

  /** New columns of every shape that can be added, each from the number of its row. */
  private static final String[] NEW = {
    "string(id * 3) as text",
    "if(id % 7 = 0, null, id / 2) as half",
    "named_struct('x', id, 'y', array(string(id), null)) as nested",
    "array(float(id), float(id + 1)) as vector",
    "binary(string(id)) as bytes"
  };

  private final SparkSession spark = TestSession.shared();

  @ParameterizedTest
  @EnumSource
  void newColumnsAreReadBesideTheOldOnes(TableStore store) {
    String uri = tableOfThreeFragments(store);
    TreeSet<String> before = new TreeSet<>(TableStore.files(uri + "/data"));

    add(withAddress(uri, NEW).orderBy("half"), uri, Map.of("vectors", "vector:2"));

    assertThat(read(uri).columns())
        .containsExactly("id", "name", "text", "half", "nested", "vector", "bytes");
    assertSame(read(uri), expected(250));
    assertThat(tables(uri).version()).isEqualTo(2);
    assertThat(tables(uri).history().head().<Long>getAs("fragments")).isEqualTo(3);
    assertThat(TableStore.files(uri + "/data")).containsAll(before).hasSize(6);
    assertThat(spark.read().format("lance").option("versionAsOf", 1).load(uri).columns())
        .containsExactly("id", "name");
    expected(260).where("id >= 250").write().format("lance").mode("append").save(uri);
    assertSame(read(uri), expected(260));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_rowid", "_rowaddr"})
  void deletedRowsAreLeftOut(String address) {
    String uri = tableOfThreeFragments(TableStore.LOCAL_DISK);
    NativeTable.delete(uri, "id % 10 = 3 or id >= 240 or id < 2");

    add(read(uri).selectExpr(address, "string(id * 3) as text"), uri, Map.of());

    assertSame(
        read(uri).select("id", "text"),
        spark
            .range(250)
            .where("not (id % 10 = 3 or id >= 240 or id < 2)")
            .selectExpr("id", "string(id * 3) as text"));
    assertThat(Pylance.read(uri).toString()).contains("717");
  }

  @Test
  void rowsWithoutValuesAreRefusedOrNull() {
    String uri = tableOfThreeFragments(TableStore.LOCAL_DISK);
    Dataset<Row> most = withAddress(uri, "id + 1 as more").where("more % 5 <> 0 and more <= 200");

    Throwable refused = catchThrowable(() -> add(most, uri, Map.of()));
    assertThat(refused).hasMessageContaining("no row for 90 of its 250 rows");
    assertRefused(ErrorCondition.LANCE_ROW_MISMATCH, () -> add(most, uri, Map.of()));
    assertUntouched(uri);
    add(most, uri, Map.of("missingRows", "null"));

    assertSame(
        read(uri).select("id", "more"),
        spark
            .range(250)
            .selectExpr("id", "if((id + 1) % 5 <> 0 and id + 1 <= 200, id + 1, null) as more"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from rows union all select * from rows where v = 7",
        "select * from rows union all select shiftleft(99L, 32), 5L",
        "select * from rows union all select 100L, 5L",
        "select * from rows union all select -1L, 5L",
        "select * from rows union all select null, 5L"
      })
  void rowsThatTheTableDoesNotHaveAreRefused(String query) {
    String uri = tableOfThreeFragments(TableStore.LOCAL_DISK);
    withAddress(uri, "id as v").createOrReplaceTempView("rows");

    assertRefused(ErrorCondition.LANCE_ROW_MISMATCH, () -> add(spark.sql(query), uri, Map.of()));
    assertUntouched(uri);
  }

  @Test
  void aDeletedRowIsRefused() {
    String uri = tableOfThreeFragments(TableStore.LOCAL_DISK);
    Dataset<Row> rows = withAddress(uri, "id as v");
    NativeTable.delete(uri, "id = 17");

    assertRefused(ErrorCondition.LANCE_ROW_MISMATCH, () -> add(rows, uri, Map.of()));
    assertThat(TableStore.files(uri + "/data")).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void aTableThatChangesMeanwhileIsAConflict(TableStore store) {
    String uri = tableOfThreeFragments(store);
    CHANGED.set(false);
    UDF1<Long, Long> append = id -> appendOnce(uri, id);
    spark.udf().register("append_once", append, DataTypes.LongType);

    assertRefused(
        ErrorCondition.LANCE_COMMIT_CONFLICT,
        () -> add(withAddress(uri, "append_once(id) as v"), uri, Map.of()));

    assertThat(read(uri).columns()).containsExactly("id", "name");
    assertThat(read(uri).count()).isEqualTo(251);
    assertThat(TableStore.files(uri + "/data")).hasSize(4);
  }

  /** On a thread of its own, since a task cannot start a job. */
  private static long appendOnce(String uri, long id) throws InterruptedException {
    if (CHANGED.compareAndSet(false, true)) {
      Thread other =
          new Thread(
              () ->
                  TestSession.shared()
                      .range(1)
                      .selectExpr("id", "'meanwhile' as name")
                      .write()
                      .format("lance")
                      .mode("append")
                      .save(uri));
      other.start();
      other.join();
    }
    return id;
  }

  @Test
  void aColumnThatWasDroppedDoesNotComeBack() {
    String uri = TableStore.LOCAL_DISK.newTable();
    spark
        .range(0, 10, 1, 1)
        .selectExpr("id", "named_struct('a', id, 'b', 'x') as kept", "id as dropped")
        .write()
        .format("lance")
        .save(uri);
    NativeTable.dropColumn(uri, "dropped");

    add(
        withAddress(uri, "named_struct('n', id + 100) as s", "id + 200 as added").where("id < 5"),
        uri,
        Map.of("missingRows", "null"));
    add(withAddress(uri, "id + 300 as later"), uri, Map.of());

    assertSame(
        read(uri),
        spark
            .range(10)
            .selectExpr(
                "id",
                "named_struct('a', id, 'b', 'x') as kept",
                "if(id < 5, named_struct('n', id + 100), null) as s",
                "if(id < 5, id + 200, null) as added",
                "id + 300 as later"));
  }

  @Test
  void aBranchGetsColumnsOfItsOwn() {
    String uri = tableOfThreeFragments(TableStore.LOCAL_DISK);
    tables(uri).createBranch("dev");

    add(withAddress(uri, "id as v"), uri, Map.of("branch", "dev", "tag", "with-v"));

    assertThat(read(uri).columns()).containsExactly("id", "name");
    Dataset<Row> tagged = spark.read().format("lance").option("tag", "with-v").load(uri);
    assertThat(tagged.where("id = v").count()).isEqualTo(250);
  }

  @Test
  void whatIsNoAdditionOfColumnsIsRefused() {
    String uri = tableOfThreeFragments(TableStore.LOCAL_DISK);
    String nowhere = TableStore.LOCAL_DISK.newTable();
    Dataset<Row> fit = withAddress(uri, "id as v");

    for (Dataset<Row> unfit :
        List.of(
            fit.drop("_rowaddr"),
            fit.drop("v"),
            fit.withColumnRenamed("v", "Name"),
            fit.selectExpr("int(_rowaddr) as _rowaddr", "v"),
            fit.selectExpr("_rowaddr", "v", "v as V"))) {
      assertRefused(ErrorCondition.LANCE_SCHEMA_MISMATCH, () -> add(unfit, uri, Map.of()));
    }
    assertRefused(
        ErrorCondition.LANCE_UNSUPPORTED_OPERATION,
        () -> add(fit.selectExpr("_rowaddr", "map(v, v) as m"), uri, Map.of()));
    assertRefused(ErrorCondition.LANCE_UNSUPPORTED_OPERATION, () -> add(fit, nowhere, Map.of()));
    assertRefused(
        ErrorCondition.LANCE_UNSUPPORTED_OPERATION,
        () -> fit.write().format("lance").mode("overwrite").option("addColumns", true).save(uri));
    assertUntouched(uri);
  }

  private void assertUntouched(String uri) {
    assertThat(tables(uri).version()).isEqualTo(1);
    assertThat(TableStore.files(uri + "/data")).hasSize(3);
    assertThat(read(uri).columns()).containsExactly("id", "name");
  }

  private void assertSame(Dataset<Row> actual, Dataset<Row> expected) {
    Dataset<Row> nullable =
        spark.createDataFrame(expected.collectAsList(), expected.schema().asNullable());
    DataFrameComparison.exact().assertEqualInAnyOrder(nullable, actual);
  }

  /** 100, 100 and 50 rows. */
  private String tableOfThreeFragments(TableStore store) {
    String uri = store.newTable();
    spark
        .range(0, 250, 1, 1)
        .selectExpr("id", "concat('n', id) as name")
        .write()
        .format("lance")
        .option("maxRowsPerFile", 100)
        .save(uri);
    return uri;
  }

  private Dataset<Row> expected(long rows) {
    String[] all = new String[NEW.length + 2];
    all[0] = "id";
    all[1] = "concat('n', id) as name";
    System.arraycopy(NEW, 0, all, 2, NEW.length);
    return spark.range(rows).selectExpr(all);
  }

  private Dataset<Row> withAddress(String uri, String... columns) {
    String[] all = new String[columns.length + 1];
    all[0] = "_rowaddr";
    System.arraycopy(columns, 0, all, 1, columns.length);
    return read(uri).selectExpr(all);
  }

  private static void add(Dataset<Row> rows, String uri, Map<String, String> options) {
    rows.write()
        .format("lance")
        .mode("append")
        .option("addColumns", true)
        .options(options)
        .save(uri);
  }

  private Dataset<Row> read(String uri) {
    return spark.read().format("lance").load(uri);
  }

  private LanceTables tables(String uri) {
    return LanceTables.forPath(spark, uri);
  }
}
