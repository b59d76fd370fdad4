package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.DataFrameComparison;
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

/** The first rows by an order come from Lance only where it sorts as Spark does. */
class PushedTopRowsTest {
  private static final SparkSession SPARK = TestSession.shared();
  private static final List<String> DIRECTIONS =
      List.of("ASC NULLS FIRST", "ASC NULLS LAST", "DESC NULLS FIRST", "DESC NULLS LAST");

  private static TwoTables tables;

  @BeforeAll
  static void writeFragmentsWithDeletedRows() {
    String noise = "hash(id, 'order')";
    tables =
        TwoTables.of(
            SPARK
                .range(0, 3_000, 1, 3)
                .selectExpr(
                    "id",
                    "if(id % 5 = 0, null, " + noise + " % 2 = 0) as boolean",
                    "if(id % 5 = 0, null, tinyint(" + noise + " % 128)) as byte",
                    "if(id % 5 = 0, null, smallint(" + noise + " % 32768)) as short",
                    "if(id % 5 = 0, null, " + noise + ") as integer",
                    "if(id % 5 = 0, null, bigint(" + noise + ") * 3000000001) as long",
                    "if(id % 5 = 0, null, decimal(" + noise + ") / 7) as decimal",
                    "if(id % 5 = 0, null, date_from_unix_date(" + noise + " % 700000)) as date",
                    "if(id % 5 = 0, null, timestamp_micros(bigint("
                        + noise
                        + ") * 10000001)) as instant",
                    "if(id % 5 = 0, null, cast(timestamp_micros(bigint("
                        + noise
                        + ") * 10000001) as timestamp_ntz)) as local",
                    "if(id % 5 = 0, null, decode(unhex(substr('41C3A4E282ACF09F9880007F', 1,"
                        + " 2 * element_at(array(0, 1, 3, 6, 10, 11, 12), 1 + pmod("
                        + noise
                        + ", 7)))), 'UTF-8')) || string(id % 97) as string",
                    "if(id % 5 = 0, null, substr(unhex(hex(" + noise + ")), 1 + id % 8)) as binary",
                    "if(id % 5 = 0, null, element_at(array(0D, -0D, double('NaN'), 1D,"
                        + " double('-Infinity')), 1 + pmod("
                        + noise
                        + ", 5))) as double",
                    "if(id % 7 = 0, null, named_struct('x', if(id % 5 = 0, null, "
                        + noise
                        + "))) as record",
                    "id as `quote ' \" and space`",
                    "id as `ä`",
                    "id as `😀`"),
            400,
            "id % 10 = 3 OR id BETWEEN 333 AND 800");
  }

  @Test
  void thePlanShowsTheOrderAndTheLimit() {
    assertThat(Plans.of(tables.lance().orderBy("integer", "string").limit(5)))
        .contains(
            "rows [after row 0 to row 5 by" + " [integer ASC NULLS FIRST, string ASC NULLS FIRST]]")
        .contains("TakeOrderedAndProject");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boolean",
        "byte",
        "short",
        "integer",
        "long",
        "decimal",
        "date",
        "instant",
        "local",
        "string",
        "binary",
        "id",
        "`quote ' \" and space`",
        "`ä`"
      })
  void theFirstRowsAreThoseOfSparkInEveryDirection(String column) {
    for (String direction : DIRECTIONS) {
      for (int limit : new int[] {1, 10, 500, 1_500, 5_000}) {
        String order = column + " " + direction;
        assertThat(Plans.of(top(tables.lance(), order + ", id", limit)))
            .contains("to row " + limit + " by");
        assertSame(order + ", id", limit);
        assertSame("boolean DESC, " + order + ", id", limit);
      }
    }
  }

  /** Lance ends the process on an order with a metadata column. */
  @ParameterizedTest
  @ValueSource(strings = {"_rowid", "_rowaddr", "_fragid"})
  void anOrderWithAMetadataColumnIsLeftToSpark(String column) {
    Dataset<Row> top = tables.lance().orderBy("integer", "id").limit(7).select("id", column);
    assertThat(Plans.of(top)).contains("rows [all]");
    assertThat(top.select("id").collectAsList())
        .isEqualTo(tables.parquet().orderBy("integer", "id").limit(7).select("id").collectAsList());
    assertThat(tables.lance().orderBy(column).limit(7).select("id", column).count()).isEqualTo(7);
  }

  @Test
  void theFirstRowsOfManyTasksAreTheFirstOfAll() {
    String uri = TableStore.LOCAL_DISK.newTable();
    SPARK
        .range(0, 2_000_000, 1, 1)
        .selectExpr("hash(id) as number", "id")
        .write()
        .format("lance")
        .save(uri);
    Dataset<Row> table = SPARK.read().format("lance").option("splitBytes", 1 << 22).load(uri);
    assertThat(table.orderBy("number").limit(3).queryExecution().toString()).contains("by [number");

    assertThat(table.orderBy("number", "id").limit(3).collectAsList())
        .isEqualTo(
            SPARK
                .range(2_000_000)
                .selectExpr("hash(id) as number", "id")
                .orderBy("number", "id")
                .limit(3)
                .collectAsList());
  }

  @Test
  void theOrderIsThatOfTheRowsWhichPassTheFilter() {
    for (String filter : new String[] {"id > 900", "boolean", "string LIKE 'A%'", "id = 7"}) {
      assertThat(Plans.of(top(tables.lance().where(filter), "integer, id", 9)))
          .contains("to row 9 by");
      DataFrameComparison.exact()
          .assertEqualInOrder(
              top(tables.parquet().where(filter), "integer, id", 9),
              top(tables.lance().where(filter), "integer, id", 9));
    }
  }

  @Test
  void anOffsetComesAfterTheOrder() {
    DataFrameComparison.exact()
        .assertEqualInOrder(
            top(tables.parquet(), "integer, id", 50).offset(20),
            top(tables.lance(), "integer, id", 50).offset(20));
    DataFrameComparison.exact()
        .assertEqualInOrder(
            tables.parquet().selectExpr("*").orderBy("integer", "id").offset(20).limit(30),
            tables.lance().selectExpr("*").orderBy("integer", "id").offset(20).limit(30));
  }

  /** The order that the existing connector lost, and with it rows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-id",
        "id % 10, id",
        "integer + 1, id",
        "byte, length(string), id",
        "upper(string), id",
        "double DESC, id",
        "double, id",
        "double NULLS LAST, id",
        "record.x, id",
        "record, id",
        "`😀` DESC"
      })
  void anOrderThatLanceDoesNotKeepIsSortedBySpark(String order) {
    assertThat(Plans.of(top(tables.lance(), order, 7))).contains("rows [all]");
    assertSame(order, 7);
  }

  @Test
  void aVeryLongTopIsSortedBySpark() {
    assertThat(Plans.of(top(tables.lance(), "integer", 10_000))).contains("to row 10000 by");
    assertThat(Plans.of(top(tables.lance(), "integer", 10_001))).contains("rows [all]");
  }

  @Test
  void rowsThatSparkHasYetToFilterAreNotCutOff() {
    assertThat(Plans.of(top(tables.lance().where("hash(id) % 3 = 0"), "integer", 5)))
        .contains("rows [all]");
    DataFrameComparison.exact()
        .assertEqualInOrder(
            top(tables.parquet().where("hash(id) % 3 = 0"), "integer, id", 5),
            top(tables.lance().where("hash(id) % 3 = 0"), "integer, id", 5));
    assertThat(Plans.of(tables.lance().groupBy("double").count().orderBy("double").limit(5)))
        .contains("rows [all]");
    DataFrameComparison.exact()
        .assertEqualInOrder(
            tables.parquet().groupBy("id").count().orderBy("id").limit(5),
            tables.lance().groupBy("id").count().orderBy("id").limit(5));
  }

  @Test
  void wideColumnsOfOtherRowsStayInTheStore() {
    String uri = TableStore.S3.newTable();
    SPARK
        .range(0, 2_000, 1, 1)
        .selectExpr("id", "hash(id) as number", Noise.bytes("id", 10_000) + " as wide")
        .write()
        .format("lance")
        .save(uri);
    Dataset<Row> table = SPARK.read().format("lance").load(uri);

    assertThat(Transfers.bytesFor(top(table, "number", 10))).isLessThan(2_000 * 10_000 / 10);
    assertThat(top(table, "number", 10).selectExpr("id", "length(wide)").collectAsList())
        .isEqualTo(
            table
                .selectExpr("id", "length(wide)", "number")
                .sort("number")
                .drop("number")
                .collectAsList()
                .subList(0, 10));
  }

  private static Dataset<Row> top(Dataset<Row> table, String order, int limit) {
    table.createOrReplaceTempView("rows");
    return SPARK.sql("SELECT * FROM rows ORDER BY " + order + " LIMIT " + limit);
  }

  private static void assertSame(String order, int limit) {
    DataFrameComparison.exact()
        .assertEqualInOrder(top(tables.parquet(), order, limit), top(tables.lance(), order, limit));
  }
}
