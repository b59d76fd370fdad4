package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark's catalogs and streams ask of the format, beside reads and writes by path. */
@Tag("round-trip")
class SparkCatalogTest {
  private static final String CHECKPOINT = "spark.sql.streaming.checkpointLocation";

  private final SparkSession spark = TestSession.shared();
  private final String uri = TableStore.LOCAL_DISK.newTable();

  @TempDir private Path checkpoint;

  @AfterEach
  void noCheckpointOfTheSession() {
    spark.conf().unset(CHECKPOINT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "ignore", "append", "overwrite"})
  void saveAsTableMakesTheTableOfAPath(String mode) {
    spark.range(3).write().mode(mode).saveAsTable(sql(uri));

    assertThat(ids()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void saveAsTableAppendsReplacesAndLeavesATableThatIsThere() {
    spark.range(3).write().format("lance").save(uri);

    spark.range(3, 4).write().mode("append").saveAsTable(sql(uri));
    spark.range(9).write().mode("ignore").saveAsTable(sql(uri));
    assertThat(ids()).containsExactly(0L, 1L, 2L, 3L);
    assertThatThrownBy(() -> spark.range(9).write().saveAsTable(sql(uri)))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining(uri)
        .hasMessageContaining("already exists");
    spark.range(7, 9).write().mode("overwrite").saveAsTable(sql(uri));

    assertThat(ids()).containsExactly(7L, 8L);
    assertThat(LanceTables.forPath(spark, uri).version()).isEqualTo(3);
  }

  @Test
  void tableExistsSaysWhetherThereIsATable() {
    assertThat(spark.catalog().tableExists(sql(uri))).isFalse();

    spark.range(3).write().format("lance").save(uri);

    assertThat(spark.catalog().tableExists(sql(uri))).isTrue();
  }

  @Test
  void aQueryOfAPathWithoutATableSaysSo() {
    assertRefused(ErrorCondition.LANCE_PATH_NOT_FOUND, () -> spark.table(sql(uri)).count());
    assertRefused(
        ErrorCondition.LANCE_PATH_NOT_FOUND, () -> spark.sql("DESCRIBE " + sql(uri)).count());
  }

  @Test
  void aWriteInSqlToAPathWithoutATableNamesIt() {
    assertThatThrownBy(() -> spark.sql("INSERT INTO " + sql(uri) + " VALUES (1)"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("[TABLE_OR_VIEW_NOT_FOUND]")
        .hasMessageContaining(uri);
    assertThatThrownBy(() -> spark.range(1).writeTo(sql(uri)).append())
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining(uri);
  }

  @Test
  void sparkSaysThatThereIsNoStreamingWrite() {
    refusesToStream(stream().option("checkpointLocation", checkpoint.toString()));
    spark.conf().set(CHECKPOINT, checkpoint.toString());
    refusesToStream(stream());
    spark.range(1).write().format("lance").save(uri);
    refusesToStream(stream());
  }

  private void refusesToStream(DataStreamWriter<Row> writer) {
    assertThatThrownBy(() -> writer.start(uri))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("lance does not support streamed writing");
  }

  private DataStreamWriter<Row> stream() {
    return spark.readStream().format("rate").load().writeStream().format("lance");
  }

  @Test
  void sparkSaysThatThereIsNoStreamingRead() {
    spark.range(1).write().format("lance").save(uri);

    assertThatThrownBy(() -> spark.readStream().format("lance").load(uri))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("lance does not support streamed reading");
  }

  /** Spark 3.5 makes the name, and then finds that it knows formats of files only. */
  @Test
  void aNameInSparksOwnCatalogIsReadAndListedWhereSparkAllowsIt() {
    spark.range(3).write().format("lance").save(uri);
    spark.sql(
        "CREATE TABLE named_table USING lance LOCATION '"
            + uri
            + "' TBLPROPERTIES ('owner of it' = 'me')");
    try {
      if (spark.version().startsWith("3.")) {
        assertThatThrownBy(() -> spark.table("named_table"))
            .hasMessageContaining("lance is not a valid Spark SQL Data Source");
      } else {
        spark.sql("INSERT INTO named_table VALUES (3)");
        assertThat(ids(spark.table("named_table"))).containsExactly(0L, 1L, 2L, 3L);
      }
      assertThat(spark.catalog().listTables().collectAsList())
          .extracting(org.apache.spark.sql.catalog.Table::name)
          .contains("named_table");
    } finally {
      spark.sql("DROP TABLE named_table");
    }
  }

  private static String sql(String path) {
    return "lance.`" + path + "`";
  }

  private List<Long> ids() {
    return ids(spark.read().format("lance").load(uri));
  }

  private static List<Long> ids(Dataset<Row> table) {
    return table.orderBy("id").collectAsList().stream().map(row -> row.getLong(0)).toList();
  }
}
