package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.maintenance.Removal;
import io.lancetrain.spark.maintenance.RunningJobs;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that nothing needs are found and removed, and no other file is. */
class OrphanRemovalTest {
  private final SparkSession spark = TestSession.shared();

  @ParameterizedTest
  @EnumSource
  void whatALostJobLeftIsFoundAndRemoved(TableStore store) throws Exception {
    String uri = tableWithBranchesAndTags(store);
    TreeSet<String> needed = files(uri);
    List<String> orphans =
        List.of(
            "_deletions/0-1-77.arrow",
            "_indices/6a5a1d2a-0000-4000-8000-000000000000/page.lance",
            "_transactions/1-6a5a1d2a-0000-4000-8000-000000000000.txn",
            "data/1111.lance",
            "tree/dev/data/2222.lance");
    for (String orphan : orphans) {
      write(uri, orphan);
    }
    write(uri, "notes.txt");

    List<Row> found =
        tables(uri).removeOrphans(Duration.ZERO, Removal.DRY_RUN, RunningJobs.NONE).collectAsList();
    assertThat(found)
        .extracting(row -> row.getString(0), row -> row.getLong(1), row -> row.getString(3))
        .containsExactlyElementsOf(orphans.stream().map(path -> tuple(path, 4L, "FOUND")).toList());
    assertThat(files(uri)).containsAll(orphans);

    assertThat(
            tables(uri)
                .removeOrphans(Duration.ZERO, Removal.DELETE, RunningJobs.NONE)
                .collectAsList())
        .extracting(row -> row.getString(3))
        .hasSize(orphans.size())
        .containsOnly("REMOVED");
    needed.add("notes.txt");
    assertThat(files(uri)).isEqualTo(needed);
    assertThat(read(uri, Map.of())).isEqualTo(5);
    assertThat(read(uri, Map.of("versionAsOf", "1"))).isEqualTo(3);
    assertThat(read(uri, Map.of("branch", "dev"))).isEqualTo(7);
    assertThat(read(uri, Map.of("tag", "of-branch"))).isEqualTo(7);
  }

  @Test
  void whatAnyVersionNeedsIsNoOrphan() throws Exception {
    String uri = tableWithBranchesAndTags(TableStore.LOCAL_DISK);
    NativeTable.delete(uri, "id = 1");
    NativeTable.addZoneMap(uri, "id");
    NativeTable.compact(uri);
    NativeTable.delete(uri + "/tree/dev", "id = 0");
    NativeTable.commitDetached(uri);
    TreeSet<String> needed = files(uri);

    assertThat(
            tables(uri)
                .removeOrphans(Duration.ZERO, Removal.DELETE, RunningJobs.NONE)
                .collectAsList())
        .isEmpty();
    assertThat(files(uri)).isEqualTo(needed);
  }

  @Test
  void whileJobsMayBeRunningFilesOfADayStay() throws Exception {
    String uri = tableWithBranchesAndTags(TableStore.LOCAL_DISK);
    write(uri, "data/young.lance");
    write(uri, "data/old.lance");
    age(uri, "data/young.lance", Duration.ofHours(23));
    age(uri, "data/old.lance", Duration.ofHours(25));

    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () -> tables(uri).removeOrphans(Duration.ofHours(23), Removal.DELETE));
    assertThat(paths(uri, Duration.ofHours(24))).containsExactly("data/old.lance");
    assertThat(files(uri)).contains("data/young.lance").doesNotContain("data/old.lance");
  }

  @Test
  void whatALongJobWroteStaysWhileItGivesSigns() throws Exception {
    String uri = tableWithBranchesAndTags(TableStore.LOCAL_DISK);
    String sign = "_lancetrain/jobs/" + daysAgo(3).toEpochMilli() + "-job";
    write(uri, sign);
    write(uri, "data/of-job.lance");
    write(uri, "data/before-job.lance");
    age(uri, "data/of-job.lance", Duration.ofDays(2));
    age(uri, "data/before-job.lance", Duration.ofDays(4));

    assertThat(paths(uri, Duration.ofHours(24))).containsExactly("data/before-job.lance");

    age(uri, sign, Duration.ofHours(25));
    assertThat(paths(uri, Duration.ofHours(24))).containsExactly(sign, "data/of-job.lance");
  }

  @Test
  void nothingIsRemovedWhereAManifestIsDamaged() throws Exception {
    String uri = tableWithBranchesAndTags(TableStore.LOCAL_DISK);
    write(uri, "data/orphan.lance");
    write(uri, "_versions/18446744073709551000.manifest");

    assertRefused(
        ErrorCondition.LANCE_CORRUPT_TABLE,
        () -> tables(uri).removeOrphans(Duration.ZERO, Removal.DELETE, RunningJobs.NONE).count());
    assertThat(files(uri)).contains("data/orphan.lance");
  }

  @ParameterizedTest
  @EnumSource
  void whatALostCreationLeftIsRemoved(TableStore store) throws Exception {
    String uri = store.newTable();
    assertRefused(
        ErrorCondition.LANCE_PATH_NOT_FOUND,
        () -> tables(uri).removeOrphans(Duration.ofDays(1), Removal.DELETE));
    write(uri, "data/orphan.lance");

    assertThat(
            tables(uri)
                .removeOrphans(Duration.ZERO, Removal.DELETE, RunningJobs.NONE)
                .collectAsList())
        .hasSize(1);
    assertThat(files(uri)).isEmpty();
  }

  /** Three rows, five in version 2; the branch has three and four more. */
  private String tableWithBranchesAndTags(TableStore store) {
    String uri = store.newTable();
    spark.range(3).write().format("lance").save(uri);
    tables(uri).createBranch("dev");
    spark.range(5).write().format("lance").mode("overwrite").save(uri);
    spark.range(4).write().format("lance").mode("append").option("branch", "dev").save(uri);
    LanceTables.forPath(spark, uri, Map.of("branch", "dev")).tag("of-branch", 2);
    return uri;
  }

  private List<String> paths(String uri, Duration olderThan) {
    return tables(uri).removeOrphans(olderThan, Removal.DELETE).collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static Instant daysAgo(int days) {
    return Instant.now().minus(Duration.ofDays(days));
  }

  private static void age(String uri, String file, Duration age) throws IOException {
    java.nio.file.Files.setLastModifiedTime(
        java.nio.file.Path.of(uri, file), FileTime.from(Instant.now().minus(age)));
  }

  private void write(String uri, String file) throws IOException {
    Path path = new Path(root(uri), file);
    FileSystem fileSystem = fileSystem(path);
    fileSystem.setWriteChecksum(false);
    try (var stream = fileSystem.create(path)) {
      stream.write("lost".getBytes(StandardCharsets.UTF_8));
    }
  }

  private TreeSet<String> files(String uri) throws IOException {
    Path root = root(uri);
    FileSystem fileSystem = fileSystem(root);
    TreeSet<String> files = new TreeSet<>();
    if (!fileSystem.exists(root)) {
      return files;
    }
    int prefix = fileSystem.makeQualified(root).toString().length() + 1;
    RemoteIterator<LocatedFileStatus> each = fileSystem.listFiles(root, true);
    while (each.hasNext()) {
      files.add(each.next().getPath().toString().substring(prefix));
    }
    return files;
  }

  private FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  private static Path root(String uri) {
    return new Path(uri.replaceFirst("^s3:", "s3a:"));
  }

  private long read(String uri, Map<String, String> options) {
    return spark
        .read()
        .format("lance")
        .options(options)
        .load(uri)
        .selectExpr("id + 1")
        .collectAsList()
        .size();
  }

  private LanceTables tables(String uri) {
    return LanceTables.forPath(spark, uri);
  }
}
