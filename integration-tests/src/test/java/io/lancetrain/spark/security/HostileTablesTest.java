package io.lancetrain.spark.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.maintenance.Removal;
import io.lancetrain.spark.maintenance.Retention;
import io.lancetrain.spark.maintenance.RunningJobs;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that somebody else made cannot name files outside of its folder. */
class HostileTablesTest {
  private static final SparkSession SPARK = TestSession.shared();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"../../victim.lance/data/", "..%2F..%2Fvictim.lance/data/"})
  void aManifestThatNamesFilesElsewhereShowsAndDeletesNone(String way) throws IOException {
    Path victim = folder.resolve("victim.lance");
    Path table = folder.resolve("hostile.lance");
    SPARK.range(5).write().format("lance").save(victim.toString());
    SPARK.range(100, 103).write().format("lance").save(table.toString());
    String file;
    try (Stream<Path> files = Files.list(victim.resolve("data"))) {
      file = files.findFirst().orElseThrow().getFileName().toString();
    }
    NativeTable.appendFile(table.toString(), victim.toString(), way + file);
    Map<String, Long> before = filesBelow(victim);

    Throwable refused =
        catchThrowable(
            () ->
                SPARK.read().format("lance").load(table.toString()).orderBy("id").collectAsList());
    assertThat(refused)
        .isInstanceOf(LanceException.class)
        .hasMessageStartingWith("[LANCE_CORRUPT_TABLE]")
        .hasMessageContaining(way + file);

    NativeTable.restore(table.toString(), 1);
    LanceTables tables = LanceTables.forPath(SPARK, table.toString());
    tables.vacuum(Retention.ofNewest(1));
    tables.removeOrphans(Duration.ZERO, Removal.DELETE, RunningJobs.NONE).collectAsList();

    assertThat(filesBelow(victim)).isEqualTo(before);
    assertThat(SPARK.read().format("lance").load(victim.toString()).count()).isEqualTo(5);
    assertThat(SPARK.read().format("lance").load(table.toString()).count()).isEqualTo(3);
  }

  @Test
  void aTagThatNamesABranchElsewhereLeadsNowhere() throws IOException {
    Path table = folder.resolve("tagged.lance");
    SPARK.range(3).write().format("lance").save(table.toString());
    SPARK.range(5).write().format("lance").save(folder.resolve("other.lance").toString());
    LanceTables.forPath(SPARK, table.toString()).tag("good", 1);
    Path tags = table.resolve("_refs").resolve("tags");
    String good = Files.readString(tags.resolve("good.json"));
    Files.writeString(
        tags.resolve("bad.json"),
        good.replaceFirst(
            "\"branch\"\\s*:\\s*(null|\"[^\"]*\")", "\"branch\":\"../../other.lance\""));
    assertThat(Files.readString(tags.resolve("bad.json"))).contains("other.lance");

    Throwable refused =
        catchThrowable(
            () -> SPARK.read().format("lance").option("tag", "bad").load(table.toString()).count());

    assertThat(refused).isInstanceOf(LanceException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../other.lance", "a/../../../other.lance", "..", "%2e%2e/x", "/x"})
  void namesOfBranchesTagsAndPartsStayInTheFolder(String name) {
    String table = folder.resolve("names.lance").toString();
    SPARK.range(3).write().format("lance").save(table);
    Map<String, Long> before = filesBelow(folder);
    LanceTables tables = LanceTables.forPath(SPARK, table);

    for (Throwable refused :
        List.of(
            catchThrowable(() -> tables.tag(name, 1)),
            catchThrowable(() -> tables.createBranch(name)),
            catchThrowable(() -> tables.deleteBranch(name)),
            catchThrowable(
                () -> SPARK.read().format("lance").option("branch", name).load(table).count()),
            catchThrowable(
                () ->
                    SPARK
                        .range(10)
                        .write()
                        .format("lance")
                        .option("training.shards", 1)
                        .option("training.split", name + "=0.5,b=0.5")
                        .save(table + "2")))) {
      assertThat(refused).isInstanceOf(LanceException.class);
    }
    assertThat(filesBelow(folder)).isEqualTo(before);
  }

  private static Map<String, Long> filesBelow(Path root) {
    Map<String, Long> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.put(file.toString(), Files.size(file));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
