package io.lancetrain.spark.differential;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.differential.Query.Rows;
import io.lancetrain.spark.testing.Pylance;
import io.lancetrain.spark.testing.PythonEnvironment;
import io.lancetrain.spark.testing.TestSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random queries of random tables give the rows that Spark gives of the same rows in Parquet.
 *
 * <p>A failure names the seed: {@code -Dlancetrain.differential.seed=...} asks the same queries of
 * the same tables again. {@code -Dlancetrain.differential.seconds=...} says how long it goes on.
 */
class DifferentialTest {
  private static final int CONDITIONS_OF_A_TABLE = 160;
  private static final int QUERIES_OF_A_TABLE = 40;
  private static final int BATCH = 40;

  /** The share of the time for tables that Spark writes; three tables of pylance share the rest. */
  private static final double SHARE_OF_RANDOM_TABLES = 0.7;

  private final SparkSession spark = session();
  private final long seed =
      Optional.ofNullable(System.getProperty("lancetrain.differential.seed"))
          .filter(text -> !text.isEmpty())
          .map(Long::valueOf)
          .orElseGet(System::nanoTime);
  private final double seconds =
      Double.parseDouble(System.getProperty("lancetrain.differential.seconds", "150"));
  private Instant end;
  private int asked;
  private int otherQueries;
  private int filteredByLance;

  /** Expressions take from the active session whether an overflow fails. */
  @BeforeEach
  void activate() {
    SparkSession.setActiveSession(spark);
  }

  @AfterEach
  void activateTheSharedSession() {
    SparkSession.setActiveSession(TestSession.shared());
  }

  @Test
  void everyAnswerIsThatOfParquet() {
    start(SHARE_OF_RANDOM_TABLES);
    for (long tableSeed = seed; tableSeed == seed || isTimeLeft(); tableSeed++) {
      Random random = new Random(tableSeed);
      spark.conf().set("spark.sql.ansi.enabled", random.nextBoolean());
      TableData data = RandomTables.table(random);
      check(
          new Subject("seed " + tableSeed, TablePair.write(spark, data), Optional.of(data)),
          new RandomQueries(data.columns(), random));
    }
    assertMuchIsPushed();
  }

  /** Types that Spark does not write, scalar indexes of every kind, stable row ids. */
  @ParameterizedTest
  @ValueSource(strings = {"types_2.2", "scalar_indexes", "stable"})
  void everyAnswerOfATableOfPylanceIsThatOfParquet(String name) {
    PythonEnvironment.ofThisBuild();
    Dataset<Row> table = spark.read().format("lance").load(Pylance.table(name));
    for (StructField field : table.schema().fields()) {
      if (field.dataType() instanceof NullType) {
        table = table.drop(field.name());
      }
    }
    TablePair tables = TablePair.of(spark, table);
    start((1 - SHARE_OF_RANDOM_TABLES) / 3);
    for (long querySeed = seed; querySeed == seed || isTimeLeft(); querySeed++) {
      Random random = new Random(querySeed);
      spark.conf().set("spark.sql.ansi.enabled", random.nextBoolean());
      check(
          new Subject(name + ", seed " + querySeed, tables, Optional.empty()),
          new RandomQueries(TableData.columnsOf(table, random), random));
    }
    assertMuchIsPushed();
  }

  private void start(double share) {
    end = Instant.now().plus(Duration.ofMillis((long) (1_000 * seconds * share)));
  }

  private boolean isTimeLeft() {
    return Instant.now().isBefore(end);
  }

  private void assertMuchIsPushed() {
    System.err.printf(
        "Differential test with seed %d: %d queries, %d conditions, of which Lance filtered by %d%n",
        seed, asked + otherQueries, asked, filteredByLance);
    assertThat(filteredByLance).as("conditions of %d in Lance", asked).isGreaterThan(asked / 3);
  }

  /** What is queried; the rows are there where the table can be made again with fewer. */
  private record Subject(String name, TablePair tables, Optional<TableData> data) {}

  private void check(Subject subject, RandomQueries queries) {
    for (int done = 0; done < CONDITIONS_OF_A_TABLE && isTimeLeft(); done += BATCH) {
      List<Condition> conditions = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        conditions.add(queries.condition());
      }
      for (Condition condition : different(subject.tables, conditions)) {
        check(subject, new Query(Optional.of(condition), new Rows(List.of(col(TableData.ID)))));
      }
    }
    for (int done = 0; done < QUERIES_OF_A_TABLE && isTimeLeft(); done++) {
      check(subject, queries.next());
      otherQueries++;
    }
  }

  private void check(Subject subject, Query query) {
    if (query.difference(subject.tables).isPresent()) {
      throw new AssertionError(
          subject.name + ": " + new Shrinker(spark, query).smallest(subject.tables, subject.data));
    }
  }

  /** Those that seem different when the oracle answers all of them in one query. */
  private List<Condition> different(TablePair tables, List<Condition> conditions) {
    List<Column> outcomes = new ArrayList<>(List.of(col(TableData.ID)));
    conditions.forEach(condition -> outcomes.add(condition.column()));
    List<Row> oracle;
    try {
      oracle =
          tables
              .oracle()
              .orderBy(TableData.ID)
              .select(outcomes.toArray(Column[]::new))
              .collectAsList();
    } catch (Exception oneOfThemFails) {
      return conditions;
    }
    List<Condition> different = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      int outcome = i + 1;
      List<Object> expected =
          oracle.stream()
              .filter(row -> Boolean.TRUE.equals(row.get(outcome)))
              .map(row -> row.get(0))
              .toList();
      if (!expected.equals(ids(tables.lance(), conditions.get(i)))) {
        different.add(conditions.get(i));
      }
    }
    return different;
  }

  private List<Object> ids(Dataset<Row> lance, Condition condition) {
    Dataset<Row> query = lance.where(condition.column()).select(TableData.ID);
    asked++;
    try {
      if (query.queryExecution().executedPlan().toString().contains("pushed [")) {
        filteredByLance++;
      }
      return query.collectAsList().stream().map(row -> row.get(0)).sorted().toList();
    } catch (Exception failed) {
      return List.of(failed);
    }
  }

  /** Interpreted, since to compile a query takes much longer than to read such a small table. */
  private static SparkSession session() {
    SparkSession session = TestSession.shared().newSession();
    session.conf().set("spark.sql.codegen.wholeStage", false);
    session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    session.conf().set("spark.sql.shuffle.partitions", 1);
    session.conf().set("spark.sql.adaptive.enabled", false);
    session.conf().set("spark.sql.caseSensitive", true);
    session.conf().set("spark.sql.parquet.filterPushdown", false);
    session.conf().set("spark.sql.parquet.aggregatePushdown", false);
    return session;
  }
}
