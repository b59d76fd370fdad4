package io.lancetrain.spark.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.testing.DataFrameComparison;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.stream.IntStream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lance filters where its answer is Spark's, and only there. */
class PushedFiltersTest {
  private static final SparkSession SPARK = TestSession.shared();

  private static Dataset<Row> lance;
  private static Dataset<Row> parquet;

  @BeforeAll
  static void writeTheSameRowsTwice() {
    Dataset<Row> rows =
        EveryType.rows(SPARK, 200)
            .withColumn("s", expr("if(id % 5 = 0, null, struct(id as first, a_string as second))"))
            .withColumn("m", expr("map(id, a_string)"))
            .withColumn("a", expr("array(id, null)"))
            .withColumn("v", expr("array(cast(id as float), cast('NaN' as float))"))
            .repartition(1)
            .sortWithinPartitions("id");
    lance = writtenTo("lance", rows);
    parquet = writtenTo("parquet", rows);
  }

  private static Dataset<Row> writtenTo(String format, Dataset<Row> rows) {
    String path = TableStore.LOCAL_DISK.newTable();
    rows.write().format(format).option("maxRowsPerFile", 60).option("vectors", "v:2").save(path);
    return SPARK.read().format(format).load(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = 3 or id is null",
        "a_boolean",
        "not a_boolean",
        "a_long <=> -9223372036854775808",
        "a_long in (1, 0, null)",
        "not a_long in (1, 0)",
        "a_byte between -128 and 0",
        "a_float = float('-0.0')",
        "a_double > 0",
        "a_double = double('NaN')",
        "a_double < double('NaN')",
        "a_double >= 0.1 or a_double <= -0.0",
        "a_decimal_38_38 < 0",
        "a_decimal_5_2 = 999.99",
        "a_string = 'quotes \\' \" ` and \\\\ and \\n'",
        "a_string = '\\0'",
        "a_string like 'quotes%'",
        "a_string like 'n%ll'",
        "a_string > 'ä € 漢字 😀'",
        "a_string = ''",
        "contains(a_string, '😀') or endswith(a_string, ' ')",
        "a_binary = X''",
        "a_binary > X'00'",
        "a_date = date'0001-01-01' or a_date > date'9999-12-31'",
        "a_timestamp <= timestamp'1970-01-01 00:00:00Z'",
        "a_local_timestamp > timestamp_ntz'1582-10-10 00:00:00'",
        "a_duration = interval '0' second",
        "s.second = 'null'",
        "s.first is null",
        "s is null or a is not null and m is not null and v is not null",
        "a_float < a_double",
        "_fragid = 1",
        "_rowaddr in (0, 4294967297)",
        "_rowaddr in (5, 4294967297) and a_string is not null",
        "_rowaddr between 7 and 7 and a_double is not null",
        "_rowaddr >= id and a_boolean",
        "a_byte >= _fragid"
      })
  void lanceFiltersAloneAndKeepsTheRowsThatSparkKeeps(String condition) {
    assertPushed(lance.where(condition));
    assertSameRows(expr(condition));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "upper(a_string) = 'NULL'                             | the function UPPER",
        "cast(a_long as string) = '0'                         | a cast to string",
        "a_string = cast(X'FF' as string)                     | a string that is not UTF-8",
        "if(a_boolean, id > 3, id < 3)                        | CASE_WHEN",
        "a_boolean = (id > 3)                                 | the outcome of > as a value",
      })
  void theReasonIsShownOfWhatIsLeftToSpark(String condition, String reason) {
    Dataset<Row> query = lance.where(condition);
    assertThat(plan(query))
        .contains("filters left to Spark [")
        .contains("because of ")
        .contains(reason);
    assertSameRows(expr(condition));
  }

  @Test
  void partOfADisjunctionIsPushedAndSparkFiltersAgain() {
    String condition = "(id < 50 and upper(a_string) = 'NULL') or (id > 150 and a_boolean)";
    assertThat(plan(lance.where(condition)))
        .contains("filters partly pushed [")
        .contains("the function UPPER")
        .contains("Filter (");
    assertSameRows(expr(condition));
  }

  @Test
  void whatSparkCannotSayIsNotPushed() {
    for (String condition :
        new String[] {"array_contains(a, 3)", "a_string like '%u%l%'", "a_string rlike '^n'"}) {
      assertThat(plan(lance.where(condition))).contains("Filter ");
      assertSameRows(expr(condition));
    }
  }

  /** What made the existing connector fail. */
  @Test
  void aFieldOfAStructIsReadWithAFilterOnAnother() {
    for (Dataset<Row> table : new Dataset[] {lance, parquet}) {
      assertThat(
              table
                  .where("s.first between 3 and 6")
                  .orderBy("id")
                  .selectExpr("s.second")
                  .collectAsList())
          .hasSize(3);
    }
    assertPushed(lance.where("s.first = 3").selectExpr("s.second"));
    DataFrameComparison.exact()
        .assertEqualInAnyOrder(
            parquet.where("s.first > 3").selectExpr("s.second"),
            lance.where("s.first > 3").selectExpr("s.second"));
  }

  /** Lance reads narrow fields with the filter and wide ones after it, and loses nulls of both. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "struct(id as x, string(id) as y)",
        "struct(id as x, cast(id as decimal(38, 2)) as y)",
        "array(struct(id as x, string(id) as y))",
        "struct(struct(id as x, string(id) as y) as s)",
        "map(id, struct(id as x, string(id) as y))",
        "struct(id as x, array(string(id)) as y)"
      })
  void aNestedColumnThatIsNullInEveryFilteredRowStaysNull(String value) {
    Dataset<Row> rows =
        SPARK
            .range(0, 60, 1, 1)
            .selectExpr(
                "id",
                "id % 5 as fifth",
                "repeat('x', 300) as wide",
                "if(id % 5 = 0, null, " + value + ") as nested",
                "array(if(id % 5 = 0, null, " + value + ")) as element",
                "struct(if(id % 5 = 0, null, " + value + ") as field) as field",
                "array(float(id), float(id)) as v");
    Dataset<Row> oracle = writtenTo("parquet", rows);
    Dataset<Row> table = writtenTo("lance", rows);

    for (String condition : new String[] {"fifth = 0", "fifth < 2", "id = 7", "nested is null"}) {
      assertPushed(table.where(condition));
      DataFrameComparison.exact()
          .assertEqualInAnyOrder(oracle.where(condition), table.where(condition));
    }
    DataFrameComparison.exact()
        .assertEqualInOrder(
            oracle.orderBy("fifth", "id").limit(9), table.orderBy("fifth", "id").limit(9));
  }

  @Test
  void aNullStructWithAVectorStaysNull() {
    Dataset<Row> rows =
        SPARK
            .range(0, 60, 1, 1)
            .selectExpr(
                "id",
                "if(id % 5 = 0, null, struct(id as x, array_repeat(float(id), 512) as v)) as s");
    String path = TableStore.LOCAL_DISK.newTable();
    rows.write().format("lance").option("vectors", "s.v:512").save(path);
    Dataset<Row> table = SPARK.read().format("lance").load(path);

    assertPushed(table.where("id in (5, 10)"));
    assertThat(table.where("id in (5, 10)").where("s is null").count()).isEqualTo(2);
    assertThat(table.where("id in (5, 10)").select("s").collectAsList())
        .allMatch(row -> row.isNullAt(0));
  }

  /** With a filter Lance would lose its nulls, and no filter of Lance can name it. */
  @Test
  void nothingIsPushedBesideANestedColumnWithAnUnsayableName() {
    Dataset<Row> rows =
        SPARK
            .range(0, 60, 1, 1)
            .selectExpr(
                "id",
                "array(float(id), float(id)) as v",
                "if(id % 5 = 0, null, struct(id as x, string(id) as y)) as `😀`");
    Dataset<Row> oracle = writtenTo("parquet", rows);
    Dataset<Row> table = writtenTo("lance", rows);

    assertThat(plan(table.where("id in (5, 10)")))
        .contains("filters left to Spark [")
        .contains("a nested column that Lance's SQL cannot name");
    DataFrameComparison.exact()
        .assertEqualInAnyOrder(oracle.where("id in (5, 10)"), table.where("id in (5, 10)"));
    DataFrameComparison.exact()
        .assertEqualInOrder(oracle.orderBy("id").limit(3), table.orderBy("id").limit(3));
  }

  @Test
  void aColumnThatIsOnlyFilteredByIsNotReturned() {
    assertThat(plan(lance.where("a_long > 0").select("a_date"))).contains("columns [a_date],");
    assertThat(lance.where("a_long > 0").count()).isEqualTo(parquet.where("a_long > 0").count());
    assertPushed(lance.where("_rowid = 7"));
    assertThat(lance.where("_rowid = 7").count()).isEqualTo(1);
  }

  @Test
  void thousandsOfValuesArePushed() {
    Column list =
        col("a_long").isin(IntStream.range(-5_000, 5_000).mapToObj(Long::valueOf).toArray());
    assertPushed(lance.where(list));
    assertSameRows(list);
    assertPushed(lance.where(not(list)));
    assertSameRows(not(list));
  }

  @Test
  void moreThanTasksShouldParseIsLeftToSpark() {
    Column list = col("a_long").isin(IntStream.range(0, 30_000).mapToObj(Long::valueOf).toArray());
    assertThat(plan(lance.where(list))).contains("filters left to Spark [").contains("its size");
    assertSameRows(list);
  }

  /** Lance ends the process on a flat chain of 500. */
  @Test
  void longChainsArePushed() {
    Column any = lit(false);
    Column all = lit(true);
    for (int i = 0; i < 600; i++) {
      any = any.or(col("id").equalTo(3 * i).and(col("a_double").gt(i)));
      all = all.and(col("id").notEqual(7 * i));
    }
    assertPushed(lance.where(any));
    assertSameRows(any);
    assertPushed(lance.where(all));
    assertSameRows(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "double(double(float(a_byte)) + 1) * 2 + 1 <= a_double - 1",
        "a_double < 1D + (2D + (3D + double(a_byte)))",
        "a_long > 1 + (2 + (3 + int(a_byte)))"
      })
  void theDeepestConditionsThatArePushedCanBeParsed(String comparison) {
    SPARK.conf().set("spark.sql.ansi.enabled", true);
    try {
      Column deep = expr(comparison);
      for (int level = 0; level < 12; level++) {
        deep = col("id").gt(level).and(col("a_boolean").or(deep).or(col("id").equalTo(level)));
        if (level == 2) {
          assertPushed(lance.where(deep));
        }
        assertSameRows(deep);
      }
      assertThat(plan(lance.where(deep))).contains("filters left to Spark [").contains("its size");
      for (int level = 0; level < 50; level++) {
        deep = col("id").gt(level).and(col("a_boolean").or(deep));
      }
      assertThat(plan(lance.where(deep))).contains("pushed [");
      assertSameRows(deep);
    } finally {
      SPARK.conf().unset("spark.sql.ansi.enabled");
    }
  }

  @Test
  void aFilteredFragmentThatIsCutGivesEveryRowOnce() {
    String path = TableStore.LOCAL_DISK.newTable();
    // Only a scan that returns much more than its filter reads is cut.
    SPARK
        .range(0, 200_000, 1, 1)
        .selectExpr("id", "sha2(string(id), 512) as wide")
        .write()
        .format("lance")
        .save(path);
    try (org.lance.Dataset table = org.lance.Dataset.open(path)) {
      table.delete("id % 10 = 3");
    }
    Dataset<Row> cut = SPARK.read().format("lance").option("splitBytes", 200_000).load(path);
    Dataset<Row> query = cut.where("id % 4 = 1 or id > 100000");

    assertThat(cut.where("id > 3").rdd().getNumPartitions()).isGreaterThan(4);
    assertThat(cut.where("id > 100000").selectExpr("count(wide)", "sum(id)").head())
        .isEqualTo(
            SPARK
                .range(100_001, 200_000)
                .where("id % 10 <> 3")
                .selectExpr("count(*)", "sum(id)")
                .head());
    assertThat(query.selectExpr("count(distinct id) = count(wide)").head().getBoolean(0)).isTrue();
  }

  @Test
  void aFilterOnAColumnThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> lance.where("missing = 1"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("UNRESOLVED_COLUMN")
        .hasMessageContaining("`missing`");
    assertThatThrownBy(() -> lance.where("s.missing = 1"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("FIELD_NOT_FOUND");
  }

  @Test
  void aFilterOnATypeWithoutAnOrderIsRefused() {
    assertThatThrownBy(() -> lance.where("m < map(1, 'a')"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("DATATYPE_MISMATCH");
  }

  @Test
  void whatAnIncludedValueLooksLikeIsNotPartOfTheCondition() {
    Column injected = col("a_string").equalTo("' OR true OR a_string = '");
    assertPushed(lance.where(injected));
    assertThat(lance.where(injected).collectAsList()).isEmpty();
  }

  private static void assertPushed(Dataset<Row> query) {
    assertThat(plan(query))
        .contains("filters pushed [")
        .doesNotContain("partly pushed")
        .doesNotContain("left to Spark")
        .doesNotContain("Filter (");
  }

  /** Numbers of rows lie in the Lance table alone. */
  private static void assertSameRows(Column condition) {
    Dataset<Row> oracle =
        parquet.join(
            lance.select(col("id").as("joined"), col("_rowid"), col("_rowaddr"), col("_fragid")),
            col("id").equalTo(col("joined")));
    DataFrameComparison.exact()
        .assertEqualInAnyOrder(
            oracle.where(condition).select("id", "a_string", "s"),
            lance.where(condition).select("id", "a_string", "s"));
  }

  private static String plan(Dataset<Row> query) {
    return query.queryExecution().executedPlan().toString();
  }
}
