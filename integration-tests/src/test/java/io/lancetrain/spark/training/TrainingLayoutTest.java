package io.lancetrain.spark.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the training layout promises of a table that Spark wrote. */
@Tag("round-trip")
class TrainingLayoutTest {
  private final SparkSession spark = TestSession.shared();

  @ParameterizedTest
  @EnumSource
  void everyShardGetsTheSameFragmentsRowsAndBatches(TableStore store) {
    String uri = store.newTable();

    layout(images(1000), 4, 8).option("training.fragmentsPerShard", 3).save(uri);

    List<List<Object>> fragments = Fragments.of(spark, uri, "id");
    assertThat(fragments).hasSize(12).allSatisfy(rows -> assertThat(rows).hasSize(80));
    assertThat(all(fragments)).doesNotHaveDuplicates().hasSize(960);
    TrainingCard card = LanceTables.forPath(spark, uri).trainingCard();
    assertThat(card.rows()).isEqualTo(960);
    assertThat(card.fragments()).isEqualTo(12);
    assertThat(card.rowsPerFragment()).isEqualTo(80);
    assertThat(card.shards()).isEqualTo(4);
    assertThat(card.batchSize()).isEqualTo(8);
    assertThat(card.dropped()).isEqualTo(40);
    assertThat(card.application()).isEqualTo(spark.sparkContext().applicationId());
    assertThat(LanceTables.forPath(spark, uri).checkTraining(4, 8).fits()).isTrue();
  }

  @Test
  void allColumnsOfARowStayTogether() {
    String uri = TableStore.LOCAL_DISK.newTable();
    Dataset<Row> images = images(960);

    layout(images, 4, 8).save(uri);

    assertThat(spark.read().format("lance").load(uri).except(images).count()).isZero();
    assertThat(images.except(spark.read().format("lance").load(uri)).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 30})
  void theSameRowsAndSeedGiveTheSameFragmentsHoweverTheInputIsCutUp(int partitions) {
    String uri = TableStore.LOCAL_DISK.newTable();
    String again = TableStore.LOCAL_DISK.newTable();

    layout(images(1000), 4, 8).option("training.seed", 7).save(uri);
    layout(images(1000).repartition(partitions).orderBy(functions.rand()), 4, 8)
        .option("training.seed", 7)
        .save(again);

    assertThat(Fragments.of(spark, again, "id")).isEqualTo(Fragments.of(spark, uri, "id"));
  }

  /** Rows that differ but have the same hash would be refused: they could not be shared out. */
  @Test
  void rowsAreToldApartByWhichColumnIsNull() {
    String uri = TableStore.LOCAL_DISK.newTable();
    int columns = 100;
    String[] values =
        IntStream.range(0, columns)
            .mapToObj(column -> "if(id = " + column + ", 1, null) as c" + column)
            .toArray(String[]::new);

    layout(spark.range(columns).selectExpr(values), 10, 1)
        .option("training.remainder", "fail")
        .save(uri);

    assertThat(spark.read().format("lance").load(uri).distinct().count()).isEqualTo(columns);
  }

  @Test
  void whetherAColumnCouldBeNullMakesNoDifference() {
    String uri = TableStore.LOCAL_DISK.newTable();
    String nullable = TableStore.LOCAL_DISK.newTable();
    Dataset<Row> rows = spark.range(960).selectExpr("id", "id % 10 as label");
    Dataset<Row> nullableRows = rows.selectExpr("if(id < 0, null, id) as id", "label");
    assertThat(rows.schema().apply("id").nullable()).isFalse();
    assertThat(nullableRows.schema().apply("id").nullable()).isTrue();

    layout(rows, 4, 8).save(uri);
    layout(nullableRows, 4, 8).save(nullable);

    assertThat(Fragments.of(spark, nullable, "id")).isEqualTo(Fragments.of(spark, uri, "id"));
  }

  @Test
  void anotherSeedGivesAnotherPermutation() {
    String one = TableStore.LOCAL_DISK.newTable();
    String other = TableStore.LOCAL_DISK.newTable();

    layout(images(960), 4, 8).option("training.seed", 1).save(one);
    layout(images(960), 4, 8).option("training.seed", 2).save(other);

    List<Object> first = all(Fragments.of(spark, one, "id"));
    List<Object> second = all(Fragments.of(spark, other, "id"));
    assertThat(second).isNotEqualTo(first).containsExactlyInAnyOrderElementsOf(first);
    // Of two independent permutations of n elements one expects a single fixed point.
    long inPlace = LongStream.range(0, 960).filter(i -> same(first, second, (int) i)).count();
    assertThat(inPlace).isLessThan(12);
  }

  @Test
  void theRowsAreNoLongerInTheOrderInWhichTheyCame() {
    String uri = TableStore.LOCAL_DISK.newTable();

    layout(images(9600), 4, 8).save(uri);

    List<Object> ids = all(Fragments.of(spark, uri, "id"));
    double correlation = correlation(ids);
    // The correlation of a random permutation of n elements deviates from 0 by 1/sqrt(n), 0.01.
    assertThat(Math.abs(correlation)).isLessThan(0.05);
  }

  @Test
  void repeatFillsTheLastRoundWithRowsThatAreThere() {
    String uri = TableStore.LOCAL_DISK.newTable();

    layout(images(1000), 4, 8)
        .option("training.fragmentsPerShard", 3)
        .option("training.remainder", "repeat")
        .save(uri);

    List<List<Object>> fragments = Fragments.of(spark, uri, "id");
    assertThat(fragments).hasSize(12).allSatisfy(rows -> assertThat(rows).hasSize(88));
    assertThat(all(fragments).stream().distinct().count()).isEqualTo(1000);
    assertThat(
            all(fragments).stream()
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()))
                .values())
        .allMatch(count -> count <= 2);
    assertThat(LanceTables.forPath(spark, uri).trainingCard().repeated()).isEqualTo(56);
  }

  @Test
  void stratifyingSpreadsEveryClassEvenly() {
    String uri = TableStore.LOCAL_DISK.newTable();
    Dataset<Row> skewed =
        images(10_000)
            .withColumn("label", functions.expr("case when id < 9000 then 0 else id % 7 end"));

    layout(skewed, 4, 8)
        .option("training.fragmentsPerShard", 2)
        .option("training.stratifyBy", "label")
        .save(uri);

    List<List<Object>> fragments = Fragments.of(spark, uri, "label");
    assertThat(fragments).hasSize(8);
    for (Object label : all(fragments).stream().distinct().toList()) {
      List<Long> counts =
          fragments.stream().map(rows -> rows.stream().filter(label::equals).count()).toList();
      long least = counts.stream().mapToLong(count -> count).min().orElseThrow();
      long most = counts.stream().mapToLong(count -> count).max().orElseThrow();
      assertThat(most - least).as("label %s: %s", label, counts).isLessThanOrEqualTo(2);
    }
    assertThat(all(Fragments.of(spark, uri, "id"))).doesNotHaveDuplicates().hasSize(9984);
  }

  @Test
  void aRowNeverChangesSidesOfASplit() {
    String uri = TableStore.LOCAL_DISK.newTable();
    String more = TableStore.LOCAL_DISK.newTable();

    for (String table : List.of(uri, more)) {
      layout(images(table.equals(uri) ? 1000 : 2000), 2, 4)
          .option("training.split", "train=0.8,test=0.2")
          .option("training.splitBy", "id")
          .option("training.seed", table.equals(uri) ? 1 : 2)
          .save(table);
    }

    List<Object> train = all(Fragments.of(spark, part(uri, "train"), "id"));
    List<Object> test = all(Fragments.of(spark, part(uri, "test"), "id"));
    assertThat(train).hasSizeBetween(740, 860).doesNotContainAnyElementsOf(test);
    assertThat(test).hasSizeBetween(140, 260);
    assertThat(all(Fragments.of(spark, part(more, "test"), "id")))
        .doesNotContainAnyElementsOf(train);
    assertThat(LanceTables.forPath(spark, part(uri, "test")).trainingCard().part())
        .isEqualTo("test=0.2");
  }

  private static String part(String uri, String name) {
    return uri.replace(".lance", "_" + name + ".lance");
  }

  private Dataset<Row> images(long rows) {
    return spark
        .range(0, rows, 1, 3)
        .selectExpr(
            "id",
            "cast(id % 10 as int) as label",
            "cast(repeat(cast(id as string), 20) as binary) as image",
            "array(cast(id as float), cast(0.5 as float)) as embedding");
  }

  private static DataFrameWriter<Row> layout(Dataset<Row> rows, int shards, int batchSize) {
    return rows.write()
        .format("lance")
        .option("training.shards", shards)
        .option("training.batchSize", batchSize);
  }

  private static boolean same(List<Object> first, List<Object> second, int place) {
    return first.get(place).equals(second.get(place));
  }

  private static List<Object> all(List<List<Object>> fragments) {
    return fragments.stream().flatMap(List::stream).toList();
  }

  private static double correlation(List<Object> ids) {
    double mean = (ids.size() - 1) / 2.0;
    double product = 0;
    double square = 0;
    for (int place = 0; place < ids.size(); place++) {
      product += (place - mean) * (((Number) ids.get(place)).doubleValue() - mean);
      square += (place - mean) * (place - mean);
    }
    return product / square;
  }
}
