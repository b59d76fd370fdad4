package io.lancetrain.spark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("round-trip")
class DataFrameComparisonTest {
  private static final String COLUMNS =
      "id, if(id = 3, null, double('NaN')) as number, binary('x') as bytes,"
          + " struct(array(id) as list, 'a' as text) as record";

  private static SparkSession spark;

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
  }

  static Stream<DataFrameComparison> comparisons() {
    return Stream.of(new RowComparison(), DataFrameComparison.ofThisLine());
  }

  private static Dataset<Row> query(String columns, String from) {
    return spark.sql("select " + columns + " from " + from);
  }

  @Test
  void onlyTheDefaultLineHasSparkTestingBase() {
    assertThat(DataFrameComparison.ofThisLine().getClass().getSimpleName())
        .isEqualTo(
            System.getProperty("lancetrain.spark.line").equals("spark-3.5")
                ? "SparkTestingBaseComparison"
                : "RowComparison");
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void equalRowsAreEqual(DataFrameComparison comparison) {
    Dataset<Row> rows = query(COLUMNS, "range(5)");
    comparison.assertEqualInOrder(rows, query(COLUMNS, "range(5)"));
    comparison.assertEqualInAnyOrder(rows, query(COLUMNS, "range(5) order by id desc"));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void mapsAreCompared(DataFrameComparison comparison) {
    Dataset<Row> rows = query("id, map(id, 'a') as entries", "range(5)");
    comparison.assertEqualInAnyOrder(rows, rows);
    assertThatThrownBy(
            () ->
                comparison.assertEqualInAnyOrder(
                    rows, query("id, map(id + 1, 'a') as entries", "range(5)")))
        .isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void anotherOrderIsSeen(DataFrameComparison comparison) {
    assertThatThrownBy(
            () ->
                comparison.assertEqualInOrder(
                    query("id", "range(5)"), query("id", "range(5) order by id desc")))
        .isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void aMissingRowAnExtraRowAndAnotherCountAreSeen(DataFrameComparison comparison) {
    Dataset<Row> rows = query("id % 3 as id", "range(6)");
    for (String other : new String[] {"range(5)", "range(7)", "values 0, 0, 0, 1, 1, 2 as t(id)"}) {
      Dataset<Row> found = query("id % 3L as id", other);
      assertThatThrownBy(() -> comparison.assertEqualInAnyOrder(rows, found))
          .as(other)
          .isInstanceOf(AssertionError.class);
    }
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void anotherNameTypeOrNullabilityIsSeen(DataFrameComparison comparison) {
    for (String other : new String[] {"id as it", "int(id) as id", "nullif(id, -1) as id"}) {
      assertThatThrownBy(
              () ->
                  comparison.assertEqualInAnyOrder(
                      query("id", "range(5)"), query(other, "range(5)")))
          .as(other)
          .isInstanceOf(AssertionError.class);
    }
  }
}
