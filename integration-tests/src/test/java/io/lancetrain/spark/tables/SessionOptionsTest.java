package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.PathCatalog;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is known to the session's configuration alone is reached in every way. */
@Tag("round-trip")
class SessionOptionsTest {
  private static final String URI = "s3://configured/t.lance";
  private static S3Server store;

  @TempDir private Path folder;

  /** A session of its own, since a catalog keeps the options that it was made with. */
  private final SparkSession spark = TestSession.shared().newSession();

  /** Spark makes the catalog with the configuration of the active session. */
  @BeforeEach
  void activate() {
    SparkSession.setActiveSession(spark);
  }

  @AfterEach
  void activateTheSharedSession() {
    SparkSession.setActiveSession(TestSession.shared());
  }

  @BeforeAll
  static void start() {
    store = S3Server.builder().credentials("configured-key", "configured-secret").start();
    store.createBucket("configured");
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.sql.catalog.lance.", "spark.datasource.lance."})
  void readsWritesAndLanceTablesReachIt(String prefix) {
    configure(prefix, store.lanceStorageOptions());

    spark.range(3).write().format("lance").mode("overwrite").save(URI);

    assertThat(spark.read().format("lance").load(URI).count()).isEqualTo(3);
    assertThat(LanceTables.forPath(spark, URI).history().head().<Long>getAs("rows")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.sql.catalog.lance.", "spark.datasource.lance."})
  void whatIsSetForOneTableComesFirst(String prefix) {
    configure(prefix, store.lanceStorageOptions());

    assertRefused(
        ErrorCondition.LANCE_ACCESS_DENIED,
        () ->
            LanceTables.forPath(
                    spark,
                    URI,
                    Map.of(
                        "storage.aws_access_key_id", "configured-key",
                        "storage.aws_secret_access_key", "a wrong secret"))
                .version());
  }

  @Test
  void aCatalogComesBetweenTheReadAndHadoop() {
    spark.conf().set("fs.s3a.bucket.configured.endpoint", "http://127.0.0.1:1");
    spark.conf().set("fs.s3a.bucket.configured.access.key", "hadoop-key");
    spark.conf().set("fs.s3a.bucket.configured.secret.key", "hadoop-secret");
    configure("spark.sql.catalog.lance.", store.lanceStorageOptions());
    spark.conf().set("spark.sql.catalog.lance.storage.aws_region", "region-of-the-catalog");

    spark
        .range(3)
        .write()
        .format("lance")
        .mode("overwrite")
        .option("storage.region", "r")
        .save(URI);
    assertThat(spark.sql("SELECT * FROM lance.`" + URI + "`").count()).isEqualTo(3);

    assertThat(sources(Map.of()))
        .contains("aws_region from spark.sql.catalog.lance.storage.aws_region")
        .contains("aws_access_key_id from spark.sql.catalog.lance.storage.aws_access_key_id");
    assertThat(sources(Map.of("storage.Region", "r")))
        .contains("aws_region from option storage.region");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.sql.catalog.lance.", "spark.datasource.lance."})
  void sqlAndWriteToReachIt(String prefix) throws Exception {
    nameCatalog();
    configure(prefix, store.lanceStorageOptions());
    String table = "lance.`s3://configured/sql.lance`";

    spark.range(3).writeTo(table).createOrReplace();
    spark.range(2).writeTo(table).append();
    spark.sql("INSERT INTO " + table + " VALUES (7)");

    assertThat(spark.sql("SELECT * FROM " + table).count()).isEqualTo(6);
    assertThat(spark.table(table).count()).isEqualTo(6);
  }

  @Test
  void inSqlTooTheSessionComesBeforeTheCatalog() throws Exception {
    nameCatalog();
    spark.conf().set("spark.sql.catalog.lance.storage.endpoint", "http://127.0.0.1:1");
    spark.conf().set("spark.sql.catalog.lance.storage.aws_access_key_id", "catalogs-key");
    spark.conf().set("spark.sql.catalog.lance.storage.aws_secret_access_key", "catalogs-secret");
    configure("spark.datasource.lance.", store.lanceStorageOptions());
    String table = "lance.`s3://configured/first.lance`";

    spark.range(3).writeTo(table).createOrReplace();

    assertThat(spark.sql("SELECT * FROM " + table).count()).isEqualTo(3);
  }

  @Test
  void writesOfSqlAndWriteToFollowTheSessionsOptions() throws Exception {
    nameCatalog();
    spark.conf().set("spark.datasource.lance.maxRowsPerFile", "10");
    String table = folder.resolve("files.lance").toString();
    spark.range(0, 40, 1, 1).writeTo("lance.`" + table + "`").create();
    assertThat(fragments(table)).isEqualTo(4);
    spark
        .range(0, 40, 1, 1)
        .writeTo("lance.`" + table + "`")
        .option("maxRowsPerFile", "40")
        .append();
    assertThat(fragments(table)).isEqualTo(5);
    spark.conf().unset("spark.datasource.lance.maxRowsPerFile");
    spark.range(0, 40, 1, 1).writeTo("lance.`" + table + "`").append();
    assertThat(fragments(table)).isEqualTo(6);

    spark.conf().set("spark.datasource.lance.training.shards", "3");
    String laidOut = folder.resolve("laid-out.lance").toString();
    spark.range(0, 40, 1, 1).writeTo("lance.`" + laidOut + "`").create();
    assertThat(LanceTables.forPath(spark, laidOut).trainingCard().shards()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.sql.catalog.lance.", "spark.datasource.lance."})
  void aVersionForAllReadsHoldsForThoseOfSqlToo(String prefix) throws Exception {
    nameCatalog();
    String path = folder.resolve("versions.lance").toString();
    String table = "lance.`" + path + "`";
    spark.range(3).write().format("lance").mode("overwrite").save(path);
    spark.range(2).write().format("lance").mode("append").save(path);
    SparkSession other = TestSession.shared().newSession();
    SparkSession.setActiveSession(other);
    other.conf().set("spark.sql.catalog.lance", PathCatalog.class.getName());
    other.conf().set(prefix + "versionAsOf", "1");

    assertThat(other.read().format("lance").load(path).count()).isEqualTo(3);
    assertThat(other.sql("SELECT * FROM " + table).count()).isEqualTo(3);
    assertThat(other.sql("SELECT * FROM " + table + " VERSION AS OF 2").count()).isEqualTo(5);
    assertThat(other.read().format("lance").option("versionAsOf", 2).load(path).count())
        .isEqualTo(5);
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () -> other.sql("INSERT INTO " + table + " VALUES (7)"));
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () -> other.range(2).write().format("lance").mode("append").save(path));
    assertThat(other.catalog().tableExists("lance.`" + path + "-not`")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.sql.catalog.lance.", "spark.datasource.lance."})
  void aTimeForAllReadsIsRefusedInSqlInsteadOfPassedOver(String prefix) {
    nameCatalog();
    spark.conf().set(prefix + "timestampAsOf", "2000-01-01 00:00:00");
    assertRefused(
        ErrorCondition.LANCE_INVALID_OPTION,
        () -> spark.sql("SELECT * FROM lance.`" + folder + "/none.lance`"));
  }

  @Test
  void aNameThatNoOptionHasIsRefusedInSqlToo() {
    nameCatalog();
    spark.conf().set("spark.datasource.lance.versionAsOff", "1");
    assertRefused(
        ErrorCondition.LANCE_UNKNOWN_OPTION,
        () -> spark.sql("SELECT * FROM lance.`" + folder + "/none.lance`"));
  }

  private long fragments(String table) {
    return LanceTables.forPath(spark, table).history().head().<Long>getAs("fragments");
  }

  /** Without this SQL knows the catalog only once the session has used the format. */
  private void nameCatalog() {
    spark.conf().set("spark.sql.catalog.lance", PathCatalog.class.getName());
  }

  private List<String> sources(Map<String, String> options) {
    return LanceTables.storageReport(spark, URI, options).collectAsList().stream()
        .map(row -> row.getString(0) + " from " + row.getString(2))
        .toList();
  }

  private void configure(String prefix, Map<String, String> options) {
    options.forEach((name, value) -> spark.conf().set(prefix + "storage." + name, value));
  }
}
