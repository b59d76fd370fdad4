package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.S3RequestLog;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reads and writes ask of the store: each request costs time and money. */
class RequestsTest {
  private final SparkSession spark = TestSession.shared();
  private final S3RequestLog requests = TableStore.server().requests();
  private String uri;

  @BeforeEach
  void writeFourFragments() {
    uri = TableStore.S3.newTable();
    spark.range(0, 400, 1, 4).write().format("lance").save(uri);
    requests.clear();
  }

  @Test
  void aReadListsOnceAndReadsOneManifest() {
    assertThat(load().collectAsList()).hasSize(400);

    assertThat(lists()).isEqualTo(1);
    assertThat(manifests()).isEqualTo(1);
  }

  @Test
  void aCountListsOnceAndReadsOneManifest() {
    assertThat(load().count()).isEqualTo(400);

    assertThat(lists()).isEqualTo(1);
    assertThat(manifests()).isEqualTo(1);
  }

  @Test
  void aReadInSqlListsOnceAndReadsOneManifest() {
    assertThat(spark.sql("SELECT * FROM lance.`" + uri + "`").collectAsList()).hasSize(400);

    assertThat(lists()).isEqualTo(1);
    assertThat(manifests()).isEqualTo(1);
  }

  @Test
  void aReadOfANumberedVersionListsNothing() {
    assertThat(spark.read().format("lance").option("versionAsOf", 1).load(uri).collectAsList())
        .hasSize(400);

    assertThat(lists()).isZero();
    assertThat(manifests()).isLessThanOrEqualTo(1);
  }

  @Test
  void asManyTasksAsThereMayBeReadOneManifest() {
    Dataset<Row> table = spark.read().format("lance").option("splitBytes", 1).load(uri);
    assertThat(table.rdd().getNumPartitions()).isGreaterThan(8);
    requests.clear();

    assertThat(table.collectAsList()).hasSize(400);

    assertThat(lists()).isZero();
    assertThat(manifests()).isZero();
  }

  @Test
  void theSecondQueryOfATableReadsNoManifest() {
    Dataset<Row> table = load();
    table.collectAsList();
    requests.clear();

    assertThat(table.where("id > 10").count()).isEqualTo(389);

    assertThat(lists()).isZero();
    assertThat(manifests()).isZero();
  }

  @Test
  void aTableIsCommittedByOneConditionalPut() {
    requests.clear();
    spark.range(0, 100, 1, 2).write().format("lance").mode("append").save(uri);

    assertThat(
            requests.count(
                request -> request.method().equals("PUT") && request.key().contains("/_versions/")))
        .isEqualTo(1);
    assertThat(
            requests.count(
                request -> request.method().equals("PUT") && request.key().contains("/data/")))
        .isEqualTo(2);
    assertThat(requests.matching(request -> request.method().equals("DELETE"))).isEmpty();
  }

  @Test
  void aTaggedWriteAsksNoMoreOfATableWithALongHistory() {
    long before = requestsOfATaggedAppend("tag");
    LanceTables.forPath(spark, uri).untag("tag");
    for (int i = 0; i < 10; i++) {
      spark.range(1).write().format("lance").mode("append").save(uri);
    }

    assertThat(requestsOfATaggedAppend("tag")).isLessThanOrEqualTo(before);
    assertThat(manifests()).isLessThanOrEqualTo(4);
  }

  private long requestsOfATaggedAppend(String tag) {
    requests.clear();
    spark.range(1).write().format("lance").mode("append").option("tag", tag).save(uri);
    return requests.count(request -> true);
  }

  @Test
  void aTagOfAnOldVersionReadsThatVersionsManifestAlone() {
    for (int i = 0; i < 5; i++) {
      spark.range(1).write().format("lance").mode("append").save(uri);
    }
    requests.clear();

    LanceTables.forPath(spark, uri).tag("old", 2);

    assertThat(manifests()).isLessThanOrEqualTo(2);
  }

  @Test
  void nothingIsLeftOfAWriteThatIsRefused() {
    String before = TableStore.files(uri + "/data").toString();
    requests.clear();

    assertRefused(
        ErrorCondition.LANCE_SCHEMA_MISMATCH,
        () ->
            spark
                .range(3)
                .selectExpr("string(id) as id")
                .write()
                .format("lance")
                .mode("append")
                .save(uri));

    assertThat(requests.matching(request -> request.method().equals("PUT"))).isEmpty();
    assertThat(TableStore.files(uri + "/data").toString()).isEqualTo(before);
    assertThat(LanceTables.forPath(spark, uri).version()).isEqualTo(1);
  }

  private Dataset<Row> load() {
    return spark.read().format("lance").load(uri);
  }

  private long lists() {
    return requests.count(S3Request::isList);
  }

  private long manifests() {
    return requests.count(
        request -> request.method().equals("GET") && request.key().endsWith(".manifest"));
  }
}
