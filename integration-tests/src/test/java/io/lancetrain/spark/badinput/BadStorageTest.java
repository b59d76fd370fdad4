package io.lancetrain.spark.badinput;

import static io.lancetrain.spark.error.ErrorCondition.LANCE_ACCESS_DENIED;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_BUCKET_NOT_FOUND;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_CORRUPT_TABLE;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_FILE_MISSING;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_INVALID_OPTION;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_PATH_NOT_FOUND;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_STORE_UNREACHABLE;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_UNSUPPORTED_TYPE;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_VERSION_NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.Fault;
import io.lancetrain.spark.testing.FaultProxy;
import io.lancetrain.spark.testing.FaultRule;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.StoreError;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a store, or with how it is to be reached. */
class BadStorageTest {
  private static final String TABLE = "s3://bucket/t.lance";
  private static final String ACCESS_KEY = "AKIAaccessOfThisTest";
  private static final String SECRET_KEY = "secretOfThisTest";

  @TempDir private static Path objects;
  private static S3Server server;

  private final SparkSession spark = TestSession.shared();

  @BeforeAll
  static void aTableOfOneVersion() {
    server = S3Server.builder().directory(objects).credentials(ACCESS_KEY, SECRET_KEY).start();
    server.createBucket("bucket");
    TestSession.shared().range(10).write().format("lance").options(options(Map.of())).save(TABLE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The right settings, with some of them changed; an empty value takes one away. */
  private static Map<String, String> options(Map<String, String> changes) {
    Map<String, String> settings = new HashMap<>(server.lanceStorageOptions());
    settings.putAll(changes);
    Map<String, String> options = new HashMap<>();
    settings.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            options.put("storage." + name, value);
          }
        });
    return options;
  }

  private List<Row> read(String path, Map<String, String> changes) {
    return spark.read().format("lance").options(options(changes)).load(path).collectAsList();
  }

  private void append(String path, Map<String, String> changes) {
    rows().write().format("lance").options(options(changes)).mode("append").save(path);
  }

  private Dataset<Row> rows() {
    return spark.range(3).toDF();
  }

  private static List<Path> objectsOf(String path) throws IOException {
    Path folder = objects.resolve(path);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aPathWithoutATable() {
    String none = "s3://bucket/none.lance";
    Refusal missing = Refusal.with(LANCE_PATH_NOT_FOUND);
    missing.of(() -> read(none, Map.of()), none);
    missing.of(() -> LanceTables.forPath(spark, none, options(Map.of())).history(), none);
  }

  /** What Lance says of a table has such words in it as well. */
  @ParameterizedTest
  @ValueSource(strings = {"t", "a", "at", "path", "Dataset", "Not found"})
  void aKeyThatIsAShortWord(String key) {
    String path = "s3://bucket/" + key;
    Refusal.with(LANCE_PATH_NOT_FOUND).of(() -> read(path, Map.of()), path.replace(" ", "%20"));
    rows().write().format("lance").options(options(Map.of())).save(path);
    append(path, Map.of());
    assertThat(read(path, Map.of())).hasSize(6);
  }

  @Test
  void aVersionThatDoesNotExist() {
    Refusal.with(LANCE_VERSION_NOT_FOUND)
        .of(
            () ->
                spark
                    .read()
                    .format("lance")
                    .options(options(Map.of()))
                    .option("versionAsOf", 7)
                    .load(TABLE),
            "from 1 to 1");
  }

  @Test
  void aBucketThatDoesNotExist() {
    String path = "s3://nobucket/t.lance";
    Refusal missing = Refusal.with(LANCE_BUCKET_NOT_FOUND);
    missing.of(() -> read(path, Map.of()), path, "'nobucket'");
    missing.of(() -> append(path, Map.of()), path, "'nobucket'");
    missing.of(
        () -> rows().write().format("lance").options(options(Map.of())).save(path), "'nobucket'");
    missing.of(
        () ->
            spark
                .read()
                .format("lance")
                .options(options(Map.of()))
                .option("versionAsOf", 1)
                .load(path),
        "'nobucket'");
  }

  @ParameterizedTest
  @CsvSource({
    "aws_access_key_id, AKIAwrongInThisTest, InvalidAccessKeyId",
    "aws_secret_access_key, wrongSecretOfThisTest, SignatureDoesNotMatch",
    "aws_session_token, tokenOfThisTest, 403"
  })
  void credentialsThatTheStoreRefuses(String name, String value, String answer) {
    Map<String, String> changes =
        name.equals("aws_session_token")
            ? Map.of(name, value, "aws_secret_access_key", "wrongSecretOfThisTest")
            : Map.of(name, value);
    Refusal denied =
        Refusal.with(LANCE_ACCESS_DENIED)
            .hiding(SECRET_KEY, ACCESS_KEY, "wrongSecretOfThisTest", "tokenOfThisTest");
    String said = answer.equals("403") ? "SignatureDoesNotMatch" : answer;
    denied.of(() -> read(TABLE, changes), TABLE, said, "fs.s3a.access.key");
    denied.of(() -> append(TABLE, changes), TABLE, said);
    denied.of(() -> append("s3://bucket/new.lance", changes), said);
    denied.of(
        () ->
            spark
                .read()
                .format("lance")
                .options(options(changes))
                .option("versionAsOf", 1)
                .load(TABLE),
        "403");
    assertThat(objects.resolve("bucket/new.lance")).doesNotExist();
  }

  @Test
  void noRights() {
    Refusal.with(LANCE_ACCESS_DENIED)
        .of(
            () ->
                read(
                    TABLE,
                    Map.of(
                        "aws_access_key_id", "",
                        "aws_secret_access_key", "",
                        "aws_skip_signature", "true")),
            "AccessDenied");
  }

  @Test
  void halfAPairOfKeys() {
    Refusal.with(LANCE_INVALID_OPTION)
        .hiding(ACCESS_KEY)
        .of(
            () -> read(TABLE, Map.of("aws_secret_access_key", "")),
            "storage.aws_secret_access_key");
  }

  @Test
  void aPortThatNobodyListensOn() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    refusesEndpoint("http://127.0.0.1:" + port, "connection refused");
  }

  @Test
  void aPortThatTakesConnectionsAndNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      refusesEndpoint("http://127.0.0.1:" + silent.getLocalPort(), "no answer");
    }
  }

  @Test
  void aHostThatDoesNotExist() {
    refusesEndpoint("http://no-such-host.invalid:9000", "unknown host");
  }

  @Test
  void httpsWhereHttpIsSpoken() {
    refusesEndpoint(server.endpoint().replace("http:", "https:"), "does not speak https");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void aServerThatIsNoStore(int status) throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          byte[] page = "<html><body>no such page</body></html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    web.start();
    try {
      refusesEndpoint(
          "http://127.0.0.1:" + web.getAddress().getPort(),
          "does not answer like an S3 store: to list a bucket gives " + status);
    } finally {
      web.stop(0);
    }
  }

  @Test
  void anEndpointWithTheBucketInIt() {
    refusesEndpoint(server.endpoint() + "/bucket", "the endpoint names the bucket");
    refusesEndpoint(
        server.endpoint().replace("127.0.0.1", "bucket.store.invalid"),
        "the endpoint names the bucket");
  }

  /** The store of these tests takes path style alone. */
  @Test
  void theBucketBeforeTheHostOfAStoreThatWantsPathStyle() {
    Map<String, String> changes =
        Map.of(
            "aws_virtual_hosted_style_request",
            "true",
            "aws_endpoint",
            server.endpoint().replace("127.0.0.1", "store.invalid"));
    Refusal.with(LANCE_STORE_UNREACHABLE)
        .hiding(SECRET_KEY, ACCESS_KEY)
        .of(
            () -> read(TABLE, changes),
            TABLE,
            "option storage.aws_virtual_hosted_style_request",
            "set it to false");
  }

  @Test
  void pathStyleAtAStoreThatWantsTheBucketBeforeTheHost() {
    answering(
        StoreError.NO_SUCH_BUCKET,
        LANCE_BUCKET_NOT_FOUND,
        Map.of(),
        "storage.aws_virtual_hosted_style_request=true",
        "fs.s3a.path.style.access");
  }

  @ParameterizedTest
  @CsvSource({"400, AuthorizationHeaderMalformed", "301, PermanentRedirect"})
  void aRegionThatTheStoreDoesNotAccept(int status, String code) {
    answering(
        new StoreError(status, code, Optional.empty()),
        LANCE_STORE_UNREACHABLE,
        Map.of("aws_region", "eu-nowhere-9"),
        "aws_region eu-nowhere-9 from option storage.aws_region",
        "Set the bucket's region");
  }

  /** What is said where the store has this answer to everything. */
  private void answering(
      StoreError answer, ErrorCondition condition, Map<String, String> changes, String... parts) {
    try (FaultProxy store = FaultProxy.before(server)) {
      store.add(FaultRule.always(request -> true, Fault.refuse(answer)));
      Map<String, String> settings = new HashMap<>(changes);
      settings.put("aws_endpoint", store.endpoint());
      Refusal refusal = Refusal.with(condition).hiding(SECRET_KEY, ACCESS_KEY);
      refusal.of(() -> read(TABLE, settings), parts);
      refusal.of(() -> append(TABLE, settings), parts);
    }
  }

  @Test
  void aProxyThatIsDown() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    refusesProxy("http://127.0.0.1:" + port, "connection refused");
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      refusesProxy("http://127.0.0.1:" + silent.getLocalPort(), "no answer");
    }
  }

  private void refusesProxy(String proxy, String reason) {
    Map<String, String> changes = Map.of("proxy_url", proxy);
    Refusal unreachable = Refusal.with(LANCE_STORE_UNREACHABLE).hiding(SECRET_KEY, ACCESS_KEY);
    unreachable.of(
        () -> read(TABLE, changes), TABLE, proxy, "from option storage.proxy_url", reason);
    unreachable.of(() -> append(TABLE, changes), TABLE, proxy, reason, "fs.s3a.proxy.host");
  }

  @Test
  void keysOfTheSessionAreNamedByTheirPlace() {
    Map<String, String> keys =
        Map.of(
            "fs.s3a.bucket.bucket.access.key",
            ACCESS_KEY,
            "fs.s3a.bucket.bucket.secret.key",
            "wrongSecretOfThisTest");
    keys.forEach(spark.conf()::set);
    try {
      Refusal.with(LANCE_ACCESS_DENIED)
          .hiding(ACCESS_KEY, "wrongSecretOfThisTest")
          .of(
              () -> read(TABLE, Map.of("aws_access_key_id", "", "aws_secret_access_key", "")),
              "aws_secret_access_key from fs.s3a.bucket.bucket.secret.key");
    } finally {
      keys.keySet().forEach(spark.conf()::unset);
    }
  }

  private void refusesEndpoint(String endpoint, String reason) {
    Map<String, String> changes = Map.of("aws_endpoint", endpoint);
    Refusal unreachable = Refusal.with(LANCE_STORE_UNREACHABLE).hiding(SECRET_KEY, ACCESS_KEY);
    unreachable.of(
        () -> read(TABLE, changes), TABLE, endpoint, reason, "from option storage.aws_endpoint");
    unreachable.of(() -> append(TABLE, changes), TABLE, endpoint, reason);
  }

  @Test
  void aStoreThatGoesAwayBetweenThePlanAndTheRead() {
    Dataset<Row> planned;
    String endpoint;
    try (S3Server other = S3Server.builder().start()) {
      other.createBucket("bucket");
      Map<String, String> options = new HashMap<>();
      other.lanceStorageOptions().forEach((name, value) -> options.put("storage." + name, value));
      rows().write().format("lance").options(options).save(TABLE);
      planned = spark.read().format("lance").options(options).load(TABLE);
      endpoint = other.endpoint();
    }
    Refusal.with(LANCE_STORE_UNREACHABLE).of(planned::collectAsList, TABLE, endpoint);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.5})
  void aManifestThatIsCutShort(double share) throws IOException {
    damage("manifest.lance", "_versions", share);
    Refusal corrupt = Refusal.with(LANCE_CORRUPT_TABLE);
    corrupt.of(() -> read("s3://bucket/manifest.lance", Map.of()), "s3://bucket/manifest.lance");
    corrupt.of(() -> append("s3://bucket/manifest.lance", Map.of()), "s3://bucket/manifest.lance");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.5, 0.99})
  void aDataFileThatIsCutShort(double share) throws IOException {
    Path file = damage("data.lance", "data", share);
    Refusal.with(LANCE_CORRUPT_TABLE)
        .of(
            () -> read("s3://bucket/data.lance", Map.of()),
            "s3://bucket/data.lance",
            "version 1",
            "fragment 0",
            file.getFileName().toString());
  }

  @Test
  void aDataFileThatIsGone() throws IOException {
    Path file = damage("gone.lance", "data", 1);
    Files.delete(file);
    Refusal.with(LANCE_FILE_MISSING)
        .of(
            () -> read("s3://bucket/gone.lance", Map.of()),
            "s3://bucket/gone.lance",
            "version 1",
            "fragment 0",
            file.getFileName().toString());
  }

  /** Makes a new table and cuts its only file in a folder to this share of its size. */
  private Path damage(String name, String folder, double share) throws IOException {
    for (Path file : objectsOf("bucket/" + name)) {
      Files.delete(file);
    }
    rows().write().format("lance").options(options(Map.of())).save("s3://bucket/" + name);
    Path file =
        objectsOf("bucket/" + name + "/" + folder).stream()
            .filter(path -> path.toString().matches(".*\\.(lance|manifest)"))
            .findFirst()
            .orElseThrow();
    byte[] good = Files.readAllBytes(file);
    String key = objects.resolve("bucket").relativize(file).toString();
    server.put("bucket", key, Arrays.copyOf(good, (int) (good.length * share)));
    return file;
  }

  @Test
  void whatIsRefusedLeavesNoObject() throws IOException {
    Refusal.with(LANCE_UNSUPPORTED_TYPE)
        .of(
            () ->
                spark
                    .range(1)
                    .selectExpr("null v")
                    .write()
                    .format("lance")
                    .options(options(Map.of()))
                    .save("s3://bucket/refused.lance"),
            "'v'");
    assertThat(objectsOf("bucket/refused.lance")).isEmpty();
  }
}
