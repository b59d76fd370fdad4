package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.testing.DataFrameComparison;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.Plans;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import io.lancetrain.spark.testing.TwoTables;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregates come from Lance only where it gives Spark's answer, from one task or from many. */
class PushedAggregatesTest {
  private static final SparkSession SPARK = TestSession.shared();
  private static final String ANSI = "spark.sql.ansi.enabled";
  private static final String TIME_ZONE = "spark.sql.session.timeZone";
  private static final String BY_LANCE = "aggregated in ";
  private static final String BY_SPARK = "rows [all]";

  /** The types whose values and order are those of Spark. */
  private static final List<String> PLAIN =
      EveryType.names().stream()
          .filter(name -> !List.of("a_float", "a_double", "a_duration").contains(name))
          .toList();

  private static TwoTables everyType;
  private static TwoTables tables;

  @BeforeAll
  static void writeFragmentsWithDeletedRows() {
    everyType = TwoTables.of(EveryType.rows(SPARK, 240), 50, "id % 10 = 3");
    String noise = "hash(id, 'aggregates')";
    tables =
        TwoTables.of(
            SPARK
                .range(0, 3_000, 1, 3)
                .selectExpr(
                    "id",
                    "if(id % 5 = 0, null, tinyint(" + noise + " % 128)) as byte",
                    "if(id % 5 = 1, null, smallint(" + noise + " % 32768)) as short",
                    "if(id % 5 = 2, null, " + noise + ") as number",
                    "if(id % 5 = 3, null, bigint(" + noise + ") * 4000000007) as long",
                    "if(id % 5 = 0, null, cast("
                        + noise
                        + " % 100000 / 7 as decimal(7, 2)))"
                        + " as small",
                    "if(id % 5 = 0, null, cast(cast("
                        + noise
                        + " as decimal(28, 6)) / 7"
                        + " as decimal(28, 6))) as large",
                    "cast(if(id % 5 = 0, null, 99999.99) as decimal(7, 2)) as most",
                    "cast(" + noise + " as decimal(29, 6)) as larger",
                    "if(id % 7 = 0, null, concat('key ', pmod(" + noise + ", 6))) as word",
                    "if(id % 3 = 0, null, id % 2 = 0) as flag",
                    "if(id % 5 = 0, null, double(id) / 3) as double",
                    "if(id % 5 = 0, null, element_at(array(0f, -0f, float('NaN')),"
                        + " int(1 + id % 3))) as float",
                    "date_from_unix_date(" + noise + " % 1000) as day",
                    "timestamp_micros(bigint(" + noise + ") * 10000001) as time",
                    "cast(null as int) as nothing",
                    "if(id % 7 = 0, null, named_struct('x', int(id))) as record",
                    "id % 4 as `quote ' \" and space`",
                    "int(id % 4) as `ä`"),
            400,
            "id % 10 = 3 OR id BETWEEN 333 AND 1300");
  }

  @AfterEach
  void resetConfiguration() {
    SPARK.conf().unset(ANSI);
    SPARK.conf().unset(TIME_ZONE);
  }

  @Test
  void thePlanShowsWhatLanceAggregates() {
    Dataset<Row> query = tables.lance().where("id > 5").groupBy("word", "flag").agg(maxOf("day"));

    assertThat(Plans.of(query))
        .contains("[max(day)] by [word, flag]")
        .contains("aggregated in 1 partitions, 7 of 7 fragments")
        .doesNotContain("Aggregate");
    assertThat(Plans.of(tables.ofManyTasks().lance().groupBy("word").agg(maxOf("day"))))
        .contains("[max(day)] by [word], aggregated in 7 partitions, 7 of 7 fragments")
        .contains("Exchange");
  }

  @Test
  void theLeastAndGreatestOfEveryPlainTypeAreThoseOfSpark() {
    assertByLance(
        everyType,
        table ->
            table.selectExpr(each(PLAIN, "min(%1$s) as least_%1$s", "max(%1$s) as greatest_%1$s")));
    for (String name : PLAIN) {
      assertByLance(everyType, table -> table.groupBy("a_byte").agg(minOf(name), maxOf(name)));
    }
  }

  @Test
  void groupsOfEveryPlainTypeAreThoseOfSpark() {
    for (String name : PLAIN) {
      assertByLance(
          everyType,
          table -> table.groupBy(name).agg(functions.count("*"), minOf("id"), maxOf("a_string")));
      assertByLance(everyType, table -> table.select(name).distinct());
      assertByLance(everyType, table -> table.groupBy("a_boolean", name, "a_byte").count());
    }
  }

  @Test
  void differentValuesOfEveryPlainTypeAreCountedByOneTask() {
    String[] counts = each(PLAIN, "count(distinct %1$s) as values_%1$s");

    assertByLance(new TwoTables[] {everyType}, table -> table.selectExpr(counts));
    assertByLance(
        new TwoTables[] {tables},
        table -> table.groupBy("flag").agg(functions.countDistinct("word"), maxOf("id")));
    assertBySpark(
        new TwoTables[] {tables.ofManyTasks()},
        table -> table.selectExpr("count(distinct word) as words", "count(*) as rows"));
  }

  @Test
  void sumsAndAveragesOfSmallIntegersAreThoseOfSpark() {
    for (boolean ansi : new boolean[] {false, true}) {
      SPARK.conf().set(ANSI, ansi);
      for (String column : new String[] {"byte", "short", "number", "nothing", "`ä`"}) {
        UnaryOperator<Dataset<Row>> all =
            table ->
                table.selectExpr(
                    "sum(" + column + ") as sum", "avg(" + column + ") as average", "min(id)");
        assertByLance(tables, all);
        assertByLance(
            tables,
            table -> table.groupBy("word").agg(functions.sum(column), functions.avg(column)));
        assertByLance(tables, table -> all.apply(table.where("id < 0")));
      }
      assertByLance(everyType, table -> table.selectExpr("sum(an_int)", "sum(a_short)"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large", "most"})
  void sumsAndAveragesOfDecimalsComeFromOneTask(String column) {
    for (boolean ansi : new boolean[] {false, true}) {
      SPARK.conf().set(ANSI, ansi);
      UnaryOperator<Dataset<Row>> all =
          table -> table.selectExpr("sum(" + column + ") as sum", "avg(" + column + ") as average");
      UnaryOperator<Dataset<Row>> groups =
          table -> table.groupBy("word").agg(functions.sum(column), functions.avg(column));

      assertByLance(new TwoTables[] {tables}, all);
      assertByLance(new TwoTables[] {tables}, groups);
      assertByLance(new TwoTables[] {tables}, table -> all.apply(table.where("id < 0")));
      assertBySpark(new TwoTables[] {tables.ofManyTasks()}, all);
      assertBySpark(new TwoTables[] {tables.ofManyTasks()}, groups);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id > 1500",
        "number BETWEEN -1000000 AND 700000000",
        "word LIKE 'key 1%' OR flag",
        "word IS NULL",
        "id < 0"
      })
  void whatPassesAFilterOfLanceIsAggregatedByIt(String filter) {
    assertByLance(
        tables,
        table ->
            table
                .where(filter)
                .selectExpr("min(word)", "max(number)", "count(number)", "sum(short)", "count(*)"));
    assertByLance(
        tables, table -> table.where(filter).groupBy("word").agg(maxOf("day"), minOf("id")));
  }

  @Test
  void noRowsHaveOneEmptyAnswerOrNoGroups() {
    String path = TableStore.LOCAL_DISK.newTable();
    tables.parquet().limit(0).write().format("lance").save(path);
    TwoTables empty =
        new TwoTables(SPARK.read().format("lance").load(path), tables.parquet().limit(0), path);

    for (TwoTables each : new TwoTables[] {empty, empty.ofManyTasks()}) {
      assertSame(
          each, table -> table.selectExpr("min(id)", "sum(short)", "avg(short)", "count(word)"));
      assertSame(each, table -> table.groupBy("word").agg(maxOf("id"), functions.avg("number")));
      assertSame(each, table -> table.select("word").distinct());
    }
  }

  @Test
  void fragmentsLeftOutByAZoneMapAreNotAggregated() {
    String path = TableStore.LOCAL_DISK.newTable();
    Dataset<Row> rows = SPARK.range(0, 600, 1, 1).selectExpr("id", "int(id % 7) as number");
    rows.write().format("lance").option("maxRowsPerFile", 100).save(path);
    NativeTable.addZoneMap(path, "id");
    TwoTables zoned = new TwoTables(SPARK.read().format("lance").load(path), rows, path);

    assertThat(Plans.of(zoned.lance().where("id > 450").agg(maxOf("number"))))
        .contains("2 of 6 fragments");
    assertThat(Plans.of(zoned.lance().where("id > 1450").agg(maxOf("number"))))
        .contains("LocalTableScan");
    for (String filter : new String[] {"id > 450", "id > 1450"}) {
      assertSame(
          zoned, table -> table.where(filter).selectExpr("max(number)", "count(*)", "avg(number)"));
      assertSame(zoned, table -> table.where(filter).groupBy("number").agg(maxOf("id")));
    }
  }

  @Test
  void answersAreWorkedOnBySpark() {
    assertByLance(
        tables, table -> table.selectExpr("max(number) + 1 as next", "-min(id) as least"));
    assertByLance(
        tables, table -> table.groupBy("word").agg(maxOf("id").as("id")).where("id > 2990"));
    assertByLance(
        tables,
        table -> table.groupBy("flag", "word").count().orderBy("word", "flag").offset(2).limit(3));
    assertByLance(
        tables,
        table -> table.groupBy(functions.col("word").as("renamed")).agg(minOf("day").as("word")));
    assertByLance(
        tables, table -> table.join(table.groupBy("word").agg(maxOf("id").as("id")), "id"));
    assertByLance(
        tables,
        table ->
            table
                .groupBy("`quote ' \" and space`", "ä")
                .agg(functions.sum("ä"), minOf("`quote ' \" and space`"), functions.count("word")));
    assertByLance(tables, table -> table.groupBy("word").agg(maxOf("word"), minOf("number")));
  }

  @Test
  void aColumnFarToTheRightIsFound() {
    String[] columns =
        IntStream.range(0, 300).mapToObj(i -> "id * " + i + " as c" + i).toArray(String[]::new);

    assertByLance(
        TwoTables.of(SPARK.range(0, 50, 1, 1).selectExpr(columns), 20, "c1 = 3"),
        table -> table.groupBy("c127", "c128").agg(maxOf("c299"), minOf("c1"), maxOf("c200")));
  }

  @Test
  void theTimeZoneOfTheSessionDoesNotMatter() {
    for (String zone : new String[] {"Asia/Kathmandu", "America/St_Johns"}) {
      SPARK.conf().set(TIME_ZONE, zone);
      assertByLance(
          everyType,
          table -> table.groupBy("a_date").agg(minOf("a_timestamp"), maxOf("a_local_timestamp")));
      assertByLance(everyType, table -> table.groupBy("a_timestamp").count());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sum(long)",
        "avg(long)",
        "try_sum(long)",
        "sum(double)",
        "avg(double)",
        "min(double)",
        "max(float)",
        "sum(larger)",
        "avg(larger)",
        "sum(distinct number)",
        "count(distinct word, flag)",
        "count(distinct double)",
        "min(record)",
        "max(record.x)",
        "min(number + 1)",
        "sum(if(flag, number, 0))",
        "max(number) filter (where flag)",
        "count_if(flag)",
        "first(nothing)",
        "stddev(number)",
        "max_by(id, number)",
        "min(_rowid)"
      })
  void whatLanceMayAnswerOtherwiseIsLeftToSpark(String aggregate) {
    for (boolean ansi : new boolean[] {false, true}) {
      SPARK.conf().set(ANSI, ansi);
      assertThat(Plans.of(tables.lance().selectExpr(aggregate + " as one", "max(id) as id")))
          .as(aggregate)
          .contains(BY_SPARK);
    }
    assertThat(Plans.of(tables.lance().groupBy("word").agg(functions.expr(aggregate))))
        .as(aggregate)
        .contains(BY_SPARK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"double", "float", "record", "record.x", "id % 3", "_fragid"})
  void groupsThatLanceMayMakeOtherwiseAreLeftToSpark(String key) {
    UnaryOperator<Dataset<Row>> groups =
        table -> table.groupBy(functions.expr(key)).agg(maxOf("id"));

    assertThat(Plans.of(groups.apply(tables.lance()))).contains(BY_SPARK);
    if (!key.startsWith("_")) {
      assertSame(tables, groups);
    }
  }

  @Test
  void anOverflowIsWhatSparkMakesOfIt() {
    SPARK.conf().set(ANSI, false);
    assertSame(everyType, table -> table.selectExpr("sum(a_long)", "try_sum(a_long)"));
    SPARK.conf().set(ANSI, true);
    Dataset<Row> most = everyType.lance().where("a_long = 9223372036854775807");
    assertThatThrownBy(() -> most.selectExpr("sum(a_long)").collectAsList())
        .hasStackTraceContaining("ARITHMETIC_OVERFLOW");
  }

  /** Spark adds the values of an average as doubles, which are not exact from 2^53 on. */
  @Test
  void averagesThatSparkMayRoundOnTheWayAreLeftToIt() {
    String path = TableStore.LOCAL_DISK.newTable();
    SPARK
        .range(0, (1 << 22) + 1, 1, 1)
        .selectExpr("int(2147483647 - id % 7) as number", "smallint(id % 32768) as short")
        .write()
        .format("lance")
        .save(path);
    Dataset<Row> table = SPARK.read().format("lance").load(path);

    assertThat(Plans.of(table.selectExpr("avg(number)", "max(short)"))).contains(BY_SPARK);
    assertThat(Plans.of(table.selectExpr("sum(number)", "count(number)", "avg(short)")))
        .contains(BY_LANCE);
    assertThat(table.selectExpr("sum(number)", "avg(short)").head())
        .isEqualTo(
            SPARK
                .range(0, (1 << 22) + 1, 1, 1)
                .selectExpr("int(2147483647 - id % 7) as number", "smallint(id % 32768) as short")
                .selectExpr("sum(number)", "avg(short)")
                .head());
  }

  @Test
  void rowsThatSparkHasYetToFilterOrToLimitAreAggregatedBySpark() {
    assertBySpark(
        new TwoTables[] {tables}, table -> table.where("hash(id) % 3 = 0").agg(maxOf("number")));
    assertThat(Plans.of(tables.lance().limit(7).agg(maxOf("number")))).doesNotContain(BY_LANCE);
    assertThat(Plans.of(tables.lance().where("_fragid = 4").agg(maxOf("id")))).contains(BY_LANCE);
    assertThat(tables.lance().orderBy("id").limit(7).agg(maxOf("id")).head())
        .isEqualTo(tables.parquet().orderBy("id").limit(7).agg(maxOf("id")).head());
  }

  @Test
  void equalAggregatesAreComputedOnce() {
    Dataset<Row> groups = tables.ofManyTasks().lance().groupBy("word").agg(maxOf("id").as("id"));
    Dataset<Row> twice = groups.union(groups);
    twice.collectAsList();

    assertThat(twice.queryExecution().executedPlan().toString()).contains("ReusedExchange");
  }

  private static Column minOf(String name) {
    return functions.min(name);
  }

  private static Column maxOf(String name) {
    return functions.max(name);
  }

  private static void assertByLance(TwoTables both, UnaryOperator<Dataset<Row>> query) {
    assertByLance(new TwoTables[] {both, both.ofManyTasks()}, query);
  }

  private static void assertByLance(TwoTables[] each, UnaryOperator<Dataset<Row>> query) {
    for (TwoTables both : each) {
      assertThat(Plans.of(query.apply(both.lance()))).contains(BY_LANCE);
      assertSame(both, query);
    }
  }

  private static void assertBySpark(TwoTables[] each, UnaryOperator<Dataset<Row>> query) {
    for (TwoTables both : each) {
      assertThat(Plans.of(query.apply(both.lance()))).contains(BY_SPARK);
      assertSame(both, query);
    }
  }

  private static void assertSame(TwoTables both, UnaryOperator<Dataset<Row>> query) {
    DataFrameComparison.exact()
        .assertEqualInAnyOrder(query.apply(both.parquet()), query.apply(both.lance()));
  }

  private static String[] each(List<String> names, String... templates) {
    return names.stream()
        .flatMap(name -> Stream.of(templates).map(template -> String.format(template, name)))
        .toArray(String[]::new);
  }
}
