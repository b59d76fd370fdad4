package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How rows come to files: where files are cut, and what Spark shuffles before. */
@Tag("round-trip")
class WriteLayoutTest {
  private static final long MEBIBYTE = 1 << 20;

  private final SparkSession spark = TestSession.shared();
  private final String path = TableStore.LOCAL_DISK.newTable();

  @Test
  void filesAreCutByRowsExactly() {
    spark.range(0, 25_000, 1, 1).write().format("lance").option("maxRowsPerFile", 7_001).save(path);

    assertThat(rowsOfFragments()).containsExactly(7_001L, 7_001L, 7_001L, 3_997L);
  }

  @Test
  void filesAreCutByBytesClosely() throws IOException {
    spark
        .range(0, 60_000, 1, 1)
        .selectExpr(
            "id",
            "array_repeat(rand(), 1) as a",
            "randn() as b",
            "repeat(md5(string(id)), 32) as c")
        .write()
        .format("lance")
        .option("maxBytesPerFile", "12m")
        .save(path);

    List<Long> sizes = fileSizes();
    assertThat(sizes).hasSizeGreaterThan(2);
    assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThan(28 * MEBIBYTE));
  }

  @Test
  void aFileThatWouldBeTooLargeForCachesIsRefused() {
    assertThatThrownBy(
            () ->
                spark.range(1).write().format("lance").option("maxBytesPerFile", "900m").save(path))
        .isInstanceOf(LanceException.class)
        .hasMessageContaining("[LANCE_INVALID_OPTION]")
        .hasMessageContaining("800m");
    assertThat(Path.of(path)).doesNotExist();
  }

  @Test
  void manySmallPartitionsBecomeFewFilesWhereThatIsAsked() throws IOException {
    write(Map.of());
    assertThat(fileSizes()).hasSize(20);

    write(Map.of("distribution", "size"));
    assertThat(fileSizes()).hasSize(21);
    assertSameRows();
  }

  @Test
  void equalValuesComeTogether() {
    write(Map.of("distribution", "columns", "distributionColumns", "part"));

    assertThat(table().selectExpr("part", "_fragid").distinct().count()).isEqualTo(5);
    assertSameRows();
  }

  @Test
  void rowsAreSortedWithinAndAcrossFiles() {
    write(
        Map.of(
            "distribution", "sorted", "distributionColumns", "PART, id", "maxRowsPerFile", "300"));

    List<Row> rows = table().selectExpr("part", "id").collectAsList();
    for (int i = 1; i < rows.size(); i++) {
      long before = rows.get(i - 1).getLong(0) * 10_000 + rows.get(i - 1).getLong(1);
      assertThat(rows.get(i).getLong(0) * 10_000 + rows.get(i).getLong(1)).isGreaterThan(before);
    }
    assertSameRows();
  }

  @Test
  void aDistributionThatCannotBeIsRefusedBeforeAnythingIsWritten() {
    refuses(Map.of("distribution", "columns"), "'distributionColumns'");
    refuses(
        Map.of("distribution", "sorted", "distributionColumns", "part,nothing"),
        "'nothing'",
        "id, part");
    assertThatThrownBy(
            () ->
                spark
                    .range(1)
                    .selectExpr("array(id) as a")
                    .write()
                    .format("lance")
                    .option("distribution", "size")
                    .save(path))
        .isInstanceOf(LanceException.class)
        .hasMessageContaining("no column of a number");
    assertThat(Path.of(path)).doesNotExist();
  }

  @Test
  void explainSaysWhatAWriteDoes() {
    write(Map.of());
    String plan =
        spark
            .sql("EXPLAIN INSERT INTO lance.`" + path + "` SELECT id, id % 5 AS part FROM range(3)")
            .head()
            .getString(0);

    assertThat(plan)
        .contains("lance " + path + ", append at version 1, rows as they come")
        .contains("files of version 2.1 with at most 1,048,576 rows and about 512.0 MiB");
  }

  private void write(Map<String, String> options) {
    rows().write().format("lance").mode("overwrite").options(options).save(path);
  }

  private void refuses(Map<String, String> options, String... parts) {
    assertThatThrownBy(() -> write(options))
        .isInstanceOf(LanceException.class)
        .hasMessageContaining("[LANCE_INVALID_OPTION]")
        .hasMessageContainingAll(parts);
  }

  private Dataset<Row> rows() {
    return spark.range(0, 2_000, 1, 20).selectExpr("id", "id % 5 AS part");
  }

  private Dataset<Row> table() {
    return spark.read().format("lance").load(path);
  }

  private void assertSameRows() {
    assertThat(table().count()).isEqualTo(2_000);
    assertThat(table().except(rows()).count()).isZero();
  }

  private List<Long> rowsOfFragments() {
    return table().groupBy("_fragid").count().orderBy("_fragid").collectAsList().stream()
        .map(row -> row.getLong(1))
        .toList();
  }

  private List<Long> fileSizes() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(path, "data"))) {
      return files.map(file -> file.toFile().length()).toList();
    }
  }
}
