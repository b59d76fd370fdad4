package io.lancetrain.spark.badinput;

import static io.lancetrain.spark.error.ErrorCondition.LANCE_CORRUPT_TABLE;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_EMPTY_SCHEMA;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_FILE_MISSING;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_INVALID_OPTION;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_INVALID_PATH;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_PATH_NOT_FOUND;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_SCHEMA_MISMATCH;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_TAG_EXISTS;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_TAG_NOT_FOUND;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_UNKNOWN_OPTION;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_UNSUPPORTED_COLUMN_NAME;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_UNSUPPORTED_TYPE;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_VALUE_OUT_OF_RANGE;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_VERSION_NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.testing.RunningTasks;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users get wrong, on a local disk. */
class BadInputTest {
  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  private final SparkSession spark = TestSession.shared();

  @TempDir private Path folder;
  private String table;

  @BeforeEach
  void twoVersionsAndATag() {
    table = folder.resolve("t.lance").toString();
    rows(10).write().format("lance").save(table);
    rows(5).write().format("lance").mode("append").save(table);
    LanceTables.forPath(spark, table).tag("first", 1);
  }

  @AfterEach
  void caseSensitivityAsBefore() {
    spark.conf().unset(CASE_SENSITIVE);
  }

  private Dataset<Row> rows(int count) {
    return spark.range(0, count, 1, 1).selectExpr("id", "cast(id as string) name");
  }

  private Dataset<Row> load(String path, String option, Object value) {
    return spark.read().format("lance").option(option, value.toString()).load(path);
  }

  private List<Row> read(String path) {
    return spark.read().format("lance").load(path).collectAsList();
  }

  private long version() {
    return LanceTables.forPath(spark, table).version();
  }

  private void append(Dataset<Row> rows) {
    rows.write().format("lance").mode("append").save(table);
  }

  private List<Path> filesOf(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Path onlyDataFile(String path) throws IOException {
    return filesOf(Path.of(path, "data")).get(0);
  }

  /** Names count down, so that the newest comes first. */
  private Path newestManifest() throws IOException {
    return filesOf(Path.of(table, "_versions")).stream()
        .filter(file -> file.toString().endsWith(".manifest"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPathWithoutATable() {
    String none = folder.resolve("none").toString();
    Refusal missing = Refusal.with(LANCE_PATH_NOT_FOUND);
    missing.of(() -> read(none), none);
    missing.of(() -> spark.sql("SELECT * FROM lance.`" + none + "`").count(), none);
    missing.of(() -> load(none, "versionAsOf", 1), none);
    missing.of(() -> load(none, "tag", "first"), none);
    missing.of(() -> load(none, "timestampAsOf", "2020-01-01"), none);
    missing.of(() -> LanceTables.forPath(spark, none).history(), none);
    missing.of(() -> LanceTables.forPath(spark, none).tags(), none);
    missing.of(() -> LanceTables.forPath(spark, none).restore(1), none);
    missing.of(() -> read(folder.toString()), folder.toString());
    assertThat(Path.of(none)).doesNotExist();
  }

  @Test
  void aVersionThatDoesNotExistAndWhichThereAre() {
    Refusal missing = Refusal.with(LANCE_VERSION_NOT_FOUND);
    missing.of(() -> load(table, "versionAsOf", 9), "version 9", table, "from 1 to 2");
    missing.of(
        () -> spark.sql("SELECT * FROM lance.`" + table + "` VERSION AS OF 9").count(),
        "from 1 to 2");
    missing.of(() -> LanceTables.forPath(spark, table).restore(9), "from 1 to 2");
    for (long version : new long[] {9, 0, -1}) {
      missing.of(() -> LanceTables.forPath(spark, table).tag("other", version), "from 1 to 2");
    }
    missing.of(() -> load(table, "timestampAsOf", "2020-01-01"), "oldest version, 1", "later");
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void aTagThatDoesNotExistAndWhichThereAre() {
    Refusal missing = Refusal.with(LANCE_TAG_NOT_FOUND);
    missing.of(() -> load(table, "tag", "last"), "'last'", table, "its tags are first");
    missing.of(
        () -> spark.sql("SELECT * FROM lance.`" + table + "` VERSION AS OF 'last'").count(),
        "its tags are first");
    missing.of(() -> LanceTables.forPath(spark, table).untag("last"), "its tags are first");
  }

  @Test
  void aTagThatCannotBeMadeIsRefusedBeforeAnythingIsWritten() throws IOException {
    List<Path> before = filesOf(Path.of(table));
    Refusal.with(LANCE_TAG_EXISTS)
        .of(
            () -> rows(3).write().format("lance").option("tag", "first").mode("append").save(table),
            "'first'",
            "version 1");
    for (String name : List.of("a b", "../x", "a..b", "a.lock", "a.")) {
      Refusal.with(LANCE_INVALID_OPTION)
          .of(
              () -> rows(3).write().format("lance").option("tag", name).mode("append").save(table),
              name);
      Refusal.with(LANCE_INVALID_OPTION)
          .of(() -> LanceTables.forPath(spark, table).tag(name, 1), table);
    }
    assertThat(filesOf(Path.of(table))).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "versonAsOf, 1, versionAsOf",
    "splitByte, 1m, splitBytes",
    "storage.aws_regoin, x, storage.aws_region",
    "storage.acces_key_id, x, storage.access_key_id"
  })
  void aMisspeltOptionAndTheNearest(String option, String value, String nearest) {
    Refusal.with(LANCE_UNKNOWN_OPTION).of(() -> load(table, option, value), "'" + nearest + "'");
    Refusal.with(LANCE_UNKNOWN_OPTION)
        .of(
            () -> rows(1).write().format("lance").option(option, value).mode("append").save(table),
            "'" + nearest + "'");
    assertThat(version()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "versionAsOf, x",
    "versionAsOf, 0",
    "tag, a b",
    "splitBytes, many",
    "batchBytes, 0",
    "maxRowsPerFile, -1",
    "fileVersion, 2.0",
    "overwriteSchema, perhaps",
    "vectors, v:x",
    "nanosecondTimestamps, round"
  })
  void aValueThatAnOptionDoesNotTake(String option, String value) {
    Refusal.with(LANCE_INVALID_OPTION)
        .of(() -> load(table, option, value), "'" + option + "'", "'" + value + "'", "must be");
  }

  @Test
  void aTimestampThatIsNone() {
    assertThatThrownBy(() -> load(table, "timestampAsOf", "tomorrow, perhaps"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("tomorrow, perhaps")
        .hasMessageContaining("TIMESTAMP");
  }

  @Test
  void optionsThatExcludeEachOther() {
    Refusal both = Refusal.with(LANCE_INVALID_OPTION);
    both.of(() -> load(table, "tag", "first", "versionAsOf", "1"), "'tag'", "'versionAsOf'");
    both.of(() -> load(table, "tag", "first", "timestampAsOf", "2020-01-01"), "'timestampAsOf'");
    both.of(
        () -> load(table, "versionAsOf", "1", "timestampAsOf", "2020-01-01"), "'timestampAsOf'");
  }

  private Dataset<Row> load(String path, String one, String value, String other, String another) {
    return spark.read().format("lance").option(one, value).option(other, another).load(path);
  }

  @Test
  void aWriteIntoThePast() {
    for (String option : List.of("versionAsOf", "timestampAsOf")) {
      String value = option.equals("versionAsOf") ? "1" : "2020-01-01";
      Refusal.with(LANCE_INVALID_OPTION)
          .of(
              () ->
                  rows(1).write().format("lance").option(option, value).mode("append").save(table),
              option,
              "restore");
    }
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void pathsThatAreNone() {
    Refusal.with(LANCE_INVALID_OPTION)
        .of(() -> spark.read().format("lance").load(table, table), "one table", "unionByName");
    Refusal.with(LANCE_INVALID_OPTION).of(() -> spark.read().format("lance").load(), "'path'");
    Refusal.with(LANCE_INVALID_OPTION).of(() -> read(""), "'path'");
    Refusal.with(LANCE_INVALID_PATH).of(() -> read("hdfs://host/t.lance"), "HDFS");
    Refusal.with(LANCE_INVALID_PATH).of(() -> read("s3://user:pass@bucket/t"), "credentials");
  }

  @Test
  void aFileWhereAFolderShouldBe() throws IOException {
    Path file = Files.writeString(folder.resolve("file.txt"), "text");
    for (String path : List.of(file.toString(), file + "/t.lance")) {
      Refusal refused = Refusal.with(LANCE_INVALID_PATH);
      refused.of(() -> read(path), path, "is a file");
      refused.of(() -> rows(1).write().format("lance").save(path), path, "is a file");
      refused.of(
          () -> rows(1).write().format("lance").mode("overwrite").save(path), path, "is a file");
    }
    assertThat(file).hasContent("text");
  }

  @Test
  void aFolderThatCannotBeMade() {
    // A folder that nobody can write to, root neither.
    Refusal.with(LANCE_INVALID_PATH)
        .of(() -> rows(1).write().format("lance").save("/proc/none/t.lance"), "/proc/none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "one byte", "cut", "garbage", "true end", "lengths", "offset"})
  void aManifestThatIsDamaged(String damage) throws IOException {
    Path manifest = newestManifest();
    byte[] good = Files.readAllBytes(manifest);
    Files.write(manifest, damaged(good, damage));
    Refusal corrupt = Refusal.with(LANCE_CORRUPT_TABLE);
    String name = "_versions/" + manifest.getFileName();
    corrupt.of(() -> read(table), table, name);
    corrupt.of(() -> load(table, "versionAsOf", 2), table, name);
    corrupt.of(() -> append(rows(1)), table, name);
    corrupt.of(() -> LanceTables.forPath(spark, table).history(), table, name);
    assertThat(load(table, "versionAsOf", 1).count()).as("the version before").isEqualTo(10);
    Files.write(manifest, good);
    assertThat(read(table)).hasSize(15);
  }

  private static byte[] damaged(byte[] good, String damage) {
    byte[] bad = good.clone();
    switch (damage) {
      case "empty":
        return new byte[0];
      case "one byte":
        return new byte[1];
      case "cut":
        return Arrays.copyOf(good, good.length / 2);
      case "garbage":
        new Random(1).nextBytes(bad);
        return bad;
      case "true end":
        new Random(1).nextBytes(bad);
        System.arraycopy(good, good.length - 16, bad, good.length - 16, 16);
        return bad;
      case "lengths":
        ByteBuffer bytes = ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(Math.toIntExact(bytes.getLong(bad.length - 16)), Integer.MAX_VALUE);
        return bad;
      default:
        Arrays.fill(bad, bad.length - 16, bad.length - 8, (byte) 0x7f);
        return bad;
    }
  }

  @Test
  void aManifestThatIsGone() throws IOException {
    Files.delete(newestManifest());
    Refusal.with(LANCE_VERSION_NOT_FOUND).of(() -> load(table, "versionAsOf", 2), "from 1 to 1");
    assertThat(read(table)).hasSize(10);
  }

  @Test
  void aDataFileThatIsGone() throws IOException {
    String path = folder.resolve("lost.lance").toString();
    rows(100).write().format("lance").save(path);
    Path file = onlyDataFile(path);
    Files.delete(file);
    Refusal.with(LANCE_FILE_MISSING)
        .of(() -> read(path), "version 1", "fragment 0", path, file.getFileName().toString());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.5, 0.99, 0.9999})
  void aDataFileThatIsCutShort(double share) throws IOException {
    String path = folder.resolve("cut.lance").toString();
    rows(20_000).write().format("lance").save(path);
    Path file = onlyDataFile(path);
    byte[] good = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(good, (int) (good.length * share)));
    Refusal.with(LANCE_CORRUPT_TABLE)
        .of(
            () -> read(path),
            "version 1",
            "fragment 0",
            path,
            file.getFileName().toString(),
            "should have " + good.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aSchemaThatDoesNotFit(String caseSensitive) throws IOException {
    spark.conf().set(CASE_SENSITIVE, caseSensitive);
    List<Path> before = filesOf(Path.of(table));
    Refusal mismatch = Refusal.with(LANCE_SCHEMA_MISMATCH);
    mismatch.of(() -> append(rows(1).selectExpr("*", "1 z")), table, "z", "mergeSchema");
    mismatch.of(
        () -> append(rows(1).selectExpr("name id", "name")), table, "id", "STRING", "BIGINT");
    if (caseSensitive.equals("true")) {
      mismatch.of(() -> append(rows(1).selectExpr("id", "name NAME")), table, "NAME");
    }
    assertThat(filesOf(Path.of(table))).isEqualTo(before);
    if (caseSensitive.equals("false")) {
      append(rows(1).selectExpr("id", "name NAME"));
      assertThat(read(table)).hasSize(16);
    }
  }

  @Test
  void aNestedSchemaThatDoesNotFit() {
    String nested = folder.resolve("nested.lance").toString();
    String good = "named_struct('x', id, 'y', array(id)) s";
    spark.range(2).selectExpr(good).write().format("lance").save(nested);
    Refusal mismatch = Refusal.with(LANCE_SCHEMA_MISMATCH);
    for (String bad :
        List.of(
            "named_struct('x', id, 'y', array(cast(id as string))) s",
            "named_struct('z', id, 'y', array(id)) s",
            "id s")) {
      mismatch.of(
          () -> spark.range(2).selectExpr(bad).write().format("lance").mode("append").save(nested),
          "s");
    }
    assertThat(LanceTables.forPath(spark, nested).version()).isEqualTo(1);
  }

  @Test
  void namesThatDifferOnlyInCase() {
    String top = folder.resolve("top.lance").toString();
    String inner = folder.resolve("inner.lance").toString();
    Dataset<Row> ids = spark.range(1).toDF();
    // Spark refuses these itself, before the connector sees them.
    assertThatThrownBy(() -> ids.selectExpr("id", "id + 1 ID").write().format("lance").save(top))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("COLUMN_ALREADY_EXISTS");
    assertThat(Path.of(top)).doesNotExist();
    spark.conf().set(CASE_SENSITIVE, "true");
    ids.selectExpr("id", "id + 1 ID").write().format("lance").save(top);
    ids.selectExpr("named_struct('a', 1, 'A', 2) s").write().format("lance").save(inner);
    assertThat(spark.read().format("lance").load(top).select("ID").head().getLong(0)).isEqualTo(1);
    assertThat(spark.read().format("lance").load(inner).select("s.A").head().getInt(0))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"_rowid, metadata", "_ROWADDR, metadata", "a.b, dot", "'', empty", "a``b, backtick"})
  void aNameThatNoColumnCanHave(String name, String reason) {
    Path path = folder.resolve("new.lance");
    Refusal.with(LANCE_UNSUPPORTED_COLUMN_NAME)
        .of(
            () ->
                spark
                    .range(1)
                    .selectExpr("id `" + name + "`")
                    .write()
                    .format("lance")
                    .save(path.toString()),
            reason);
    assertThat(path).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null v", "array(null) v", "named_struct('n', null) v", "interval '1' year v"})
  void aTypeThatNoColumnCanHave(String column) {
    Path path = folder.resolve("new.lance");
    Refusal.with(LANCE_UNSUPPORTED_TYPE)
        .of(
            () -> spark.range(1).selectExpr(column).write().format("lance").save(path.toString()),
            "'v");
    assertThat(path).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CHAR(5)", "VARCHAR(3)", "STRUCT<n: VARCHAR(3)>"})
  void aStringWithALength(String type) {
    Path path = folder.resolve("new.lance");
    Refusal.with(LANCE_UNSUPPORTED_TYPE)
        .of(
            () -> spark.sql("CREATE TABLE lance.`" + path + "` (v " + type + ")"),
            "'v",
            "CHAR(",
            "STRING");
    assertThat(path).doesNotExist();
  }

  @Test
  void aCalendarIntervalIsRefusedBySpark() {
    Path path = folder.resolve("new.lance");
    assertThatThrownBy(
            () ->
                spark
                    .range(1)
                    .selectExpr("make_interval(1) v")
                    .write()
                    .format("lance")
                    .save(path.toString()))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("interval");
    assertThat(path).doesNotExist();
  }

  @Test
  void aDataFrameWithoutRowsIsATable() {
    String path = folder.resolve("empty.lance").toString();
    rows(0).write().format("lance").save(path);
    assertThat(read(path)).isEmpty();
    assertThat(spark.read().format("lance").load(path).columns()).containsExactly("id", "name");
    append(rows(0));
    assertThat(version()).as("nothing was appended").isEqualTo(2);
  }

  @Test
  void aDataFrameWithoutColumns() {
    Path path = folder.resolve("new.lance");
    Refusal.with(LANCE_EMPTY_SCHEMA)
        .of(
            () -> spark.range(3).select().write().format("lance").save(path.toString()),
            "no columns");
    assertThat(path).doesNotExist();
    Refusal.with(LANCE_SCHEMA_MISMATCH).of(() -> append(spark.range(3).select()), table);
  }

  @Test
  void aNullInAColumnThatAllowsNone() throws IOException {
    String path = folder.resolve("notnull.lance").toString();
    spark.sql("CREATE TABLE lance.`" + path + "` (id BIGINT NOT NULL, name STRING)");
    Refusal.with(LANCE_VALUE_OUT_OF_RANGE)
        .of(
            () ->
                rows(5)
                    .selectExpr("if(id = 3, null, id) id", "name")
                    .write()
                    .format("lance")
                    .mode("append")
                    .save(path),
            "'id'",
            "NOT NULL");
    assertThat(LanceTables.forPath(spark, path).version()).isEqualTo(1);
    assertThat(filesOf(Path.of(path, "data"))).isEmpty();
  }

  @Test
  void aVectorOfAnotherLength() {
    Path path = folder.resolve("vectors.lance");
    Dataset<Row> three = rows(2).selectExpr("array(1f, 2f, 3f) v");
    Refusal.with(LANCE_VALUE_OUT_OF_RANGE)
        .of(
            () -> three.write().format("lance").option("vectors", "v:2").save(path.toString()),
            "'v'",
            "3 elements",
            "length 2");
    assertThat(filesOfOrNone(path)).isEmpty();
    rows(1)
        .selectExpr("array(1f, cast(null as float)) v")
        .write()
        .format("lance")
        .option("vectors", "v:2")
        .save(path.toString());
    assertThat(read(path.toString()).get(0).getList(0)).containsExactly(1f, null);
  }

  private List<Path> filesOfOrNone(Path directory) {
    try {
      return filesOf(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aQueryThatFailsInTheMiddleLeavesNothing() throws Exception {
    List<Path> before = filesOf(Path.of(table));
    Path newTable = folder.resolve("new.lance");
    Dataset<Row> failing = failsAfterTheOtherTask();
    for (String path : List.of(table, newTable.toString())) {
      OtherTask.ENDED = new CountDownLatch(1);
      assertThatThrownBy(
              () ->
                  failing
                      .write()
                      .format("lance")
                      .option("maxRowsPerFile", 1000)
                      .option("batchBytes", 10_000)
                      .mode("append")
                      .save(path))
          .hasStackTraceContaining("this row is bad");
    }
    assertThat(version()).isEqualTo(2);
    assertThat(filesOf(Path.of(table))).isEqualTo(before);
    assertThat(filesOf(newTable)).isEmpty();
    Refusal.with(LANCE_PATH_NOT_FOUND).of(() -> read(newTable.toString()));
  }

  /** Two tasks: the second fails late, and after the first has written its files. */
  private Dataset<Row> failsAfterTheOtherTask() {
    RunningTasks.awaitEnd();
    spark.sparkContext().addSparkListener(new OtherTask());
    UDF1<Long, Long> bad =
        id -> {
          if (id == 19_000L) {
            OtherTask.ENDED.await();
            throw new IllegalStateException("this row is bad");
          }
          return id;
        };
    spark.udf().register("bad", bad, DataTypes.LongType);
    return spark.range(0, 20_000, 1, 2).selectExpr("bad(id) id", "cast(id as string) name");
  }

  private static final class OtherTask extends SparkListener {
    private static volatile CountDownLatch ENDED = new CountDownLatch(1);

    @Override
    public void onTaskEnd(SparkListenerTaskEnd taskEnd) {
      // That of a task which failed may reach the listener when the next job has begun.
      if (taskEnd.taskInfo().successful()) {
        ENDED.countDown();
      }
    }
  }
}
