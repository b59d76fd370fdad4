package io.lancetrain.spark.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.S3Server;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job as users start it: by {@code spark-submit}, which loads the connector in a class loader
 * of its own, with a driver and two executors in JVMs of their own.
 */
class SparkSubmitTest {
  private static final String ACCESS_KEY = "access-key-of-the-submit-test";
  private static final String SECRET_KEY = "secret-key-of-the-submit-test";
  private static final String TWO_EXECUTORS = "local-cluster[2,1,1024]";
  private static final String TABLE = "s3://training/digits.lance";

  @TempDir private Path directory;
  private S3Server store;
  private SparkHome spark;

  @BeforeEach
  void start() throws IOException {
    store = S3Server.builder().credentials(ACCESS_KEY, SECRET_KEY).start();
    store.createBucket("training");
    spark = SparkHome.create();
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void writesEachLabelledImageOnceFromExecutorsOfTheirOwn() throws Exception {
    List<Digit> digits = Digit.all().subList(0, 120);
    RawDigits raw = new RawDigits("raw", "digits");
    raw.store(digits, store);

    SparkHome.Outcome outcome =
        submit(
            TWO_EXECUTORS,
            ImagesToLance.class,
            "--images",
            raw.images(),
            "--labels",
            raw.labels(),
            "--output",
            TABLE,
            "--tag",
            "v1");

    assertThat(outcome.exitCode()).as(outcome.standardError()).isZero();
    assertThat(outcome.standardOutput()).contains(TABLE + " is at version 1.");
    assertThat(rows("v1"))
        .containsExactlyInAnyOrderElementsOf(
            digits.stream().filter(digit -> digit.id() % 60 != 0).map(this::expected).toList());
    assertThat(spark.executorLogs()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(logs(outcome))
        .allSatisfy(
            log ->
                assertThat(log)
                    .doesNotContain("panicked", "\tat ", "Caused by:")
                    .doesNotContain(SECRET_KEY, ACCESS_KEY));
  }

  @Test
  void theDriverAndEachExecutorReadTheManifestOnce() throws Exception {
    session().range(0, 160, 1, 8).write().format("lance").options(storageOptions()).save(TABLE);
    store.requests().clear();

    SparkHome.Outcome outcome = submit(TWO_EXECUTORS, ReadProgram.class, TABLE, "1");

    assertThat(outcome.exitCode()).as(outcome.standardError()).isZero();
    assertThat(outcome.standardOutput()).contains("The sum is 12720.");
    assertThat(store.requests().count(S3Request::isList)).isEqualTo(1);
    assertThat(
            store
                .requests()
                .count(
                    request ->
                        request.method().equals("GET") && request.key().endsWith(".manifest")))
        .isBetween(1L, 3L);
  }

  @Test
  void anExecutorKeepsAsMuchOfTheFilesMetadataAsTheApplicationSays() throws Exception {
    session()
        .range(0, 400_000, 1, 1)
        .selectExpr("xxhash64(id) div 2000000 AS id")
        .write()
        .format("lance")
        .options(storageOptions())
        .save(TABLE);

    long kept = dataRequestsOfARead("--conf", "spark.lancetrain.metadataCacheBytes=64m");
    long forgotten = dataRequestsOfARead("--conf", "spark.lancetrain.metadataCacheBytes=0");

    assertThat(forgotten).isGreaterThan(kept);
  }

  private long dataRequestsOfARead(String... configuration) throws Exception {
    store.requests().clear();
    SparkHome.Outcome outcome =
        submit("local[1]", List.of(configuration), ReadProgram.class, TABLE, "400k");
    assertThat(outcome.exitCode()).as(outcome.standardError()).isZero();
    return store.requests().count(request -> request.key().contains("/data/"));
  }

  @Test
  void anImageThatCannotBeDecodedIsNamedInOneLineAndOneWithoutALabelIsLeftOut() throws Exception {
    List<Digit> digits = Digit.all().subList(0, 20);
    RawDigits raw = new RawDigits("raw", "digits");
    raw.store(digits, store);
    byte[] png = GreyImage.png(digits.get(0).pixels(), Digit.SIDE);
    byte[] cutShort = Arrays.copyOf(png, png.length / 2);
    store.put("raw", "digits/images/" + digits.get(0).file(), cutShort);
    String[] arguments = {
      "--images", raw.images(), "--labels", raw.labels(), "--output", TABLE, "--mode", "append"
    };

    SparkHome.Outcome labelledAreWhole = submit("local[2]", ImagesToLance.class, arguments);
    store.put("raw", "digits/images/" + digits.get(1).file(), cutShort);
    SparkHome.Outcome labelledIsCutShort = submit("local[2]", ImagesToLance.class, arguments);

    assertThat(labelledAreWhole.exitCode()).as(labelledAreWhole.standardError()).isZero();
    assertThat(labelledIsCutShort.exitCode()).isEqualTo(1);
    assertThat(labelledIsCutShort.standardError())
        .containsPattern(
            "(?m)^ImagesToLance: Cannot decode s3a://raw/digits/images/"
                + digits.get(1).file()
                + ": it is damaged or cut short \\(.*\\)\\.$");
    assertThat(session().read().format("lance").options(storageOptions()).load(TABLE).count())
        .isEqualTo(19);
  }

  @Test
  void aCommandLineThatCannotBeUsedIsRefusedInOneLine() throws Exception {
    SparkHome.Outcome outcome =
        submit("local[1]", ImagesToLance.class, "--images", "s3a://raw/digits/images");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.standardError())
        .contains("ImagesToLance: --labels is missing. Run it with --help.")
        .doesNotContain("\tat ");
  }

  @Test
  void helpNamesEveryArgument() throws Exception {
    SparkHome.Outcome outcome = submit("local[1]", ImagesToLance.class, "--help");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.standardOutput())
        .contains("--images", "--labels", "--output", "--mode", "--tag", "--vector-column")
        .contains("--side", "--test-output", "--test-fraction");
  }

  private SparkHome.Outcome submit(String master, Class<?> program, String... arguments)
      throws Exception {
    return submit(master, List.of(), program, arguments);
  }

  private SparkHome.Outcome submit(
      String master, List<String> configuration, Class<?> program, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--master", master));
    all.addAll(configuration);
    all.addAll(List.of("--properties-file", settings().toString()));
    all.addAll(List.of("--jars", SparkHome.property("lancetrain.jar")));
    all.addAll(List.of("--class", program.getName()));
    all.add(codeOf(program).toString());
    all.addAll(List.of(arguments));
    return spark.submit(all);
  }

  private Path settings() throws IOException {
    Properties settings = new Properties();
    settings.putAll(store.sparkSettings());
    settings.putAll(Map.of("spark.ui.enabled", "false", "spark.executor.memory", "1g"));
    Path file = directory.resolve("spark.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
    }
    return file;
  }

  private static Path codeOf(Class<?> program) throws Exception {
    return Path.of(program.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private List<String> logs(SparkHome.Outcome outcome) throws IOException {
    return Stream.concat(
            Stream.of(outcome.standardOutput(), outcome.standardError()),
            spark.executorLogs().stream())
        .toList();
  }

  private List<List<Object>> rows(String tag) {
    return session()
        .read()
        .format("lance")
        .options(storageOptions())
        .option("tag", tag)
        .load(TABLE)
        .collectAsList()
        .stream()
        .map(SparkSubmitTest::comparable)
        .toList();
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .getOrCreate();
  }

  private Map<String, String> storageOptions() {
    Map<String, String> options = new HashMap<>();
    store.lanceStorageOptions().forEach((name, value) -> options.put("storage." + name, value));
    return options;
  }

  private static List<Object> comparable(Row row) {
    return List.of(
        row.<Long>getAs("id"),
        row.<String>getAs("file"),
        row.<Integer>getAs("label"),
        HexFormat.of().formatHex(row.<byte[]>getAs("image")),
        row.<Float>getList(row.fieldIndex("embedding")));
  }

  private List<Object> expected(Digit digit) {
    List<Float> embedding = new ArrayList<>();
    for (byte pixel : digit.pixels()) {
      embedding.add((pixel & 0xff) / 255f);
    }
    return List.of(
        digit.id(),
        digit.file(),
        digit.label(),
        HexFormat.of().formatHex(GreyImage.png(digit.pixels(), Digit.SIDE)),
        embedding);
  }
}
