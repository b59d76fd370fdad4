package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every version of a table can be named, read, tagged and made the newest again. */
@Tag("round-trip")
class VersionsTest {
  private final SparkSession spark = TestSession.shared();

  @ParameterizedTest
  @EnumSource
  void aVersionIsReadByItsNumber(TableStore store) {
    String uri = tableOfThreeVersions(store);

    assertThat(read(uri, Map.of("versionAsOf", "1")).count()).isEqualTo(2);
    assertThat(read(uri, Map.of("versionAsOf", "2")).count()).isEqualTo(5);
    assertThat(read(uri, Map.of("versionAsOf", "3")).count()).isEqualTo(1);
    assertThat(read(uri, Map.of()).count()).isEqualTo(1);
    assertThat(sql(uri, "VERSION AS OF 2")).isEqualTo(5);
    assertThat(sql(uri, "VERSION AS OF '1'")).isEqualTo(2);
    assertThat(sql(uri, "FOR SYSTEM_VERSION AS OF 3")).isEqualTo(1);
    assertRefused(
        ErrorCondition.LANCE_VERSION_NOT_FOUND,
        () -> read(uri, Map.of("versionAsOf", "4")).count());
  }

  @ParameterizedTest
  @EnumSource
  void aVersionIsReadByTheTimeAtWhichItWasTheNewest(TableStore store) {
    String uri = tableOfThreeVersions(store);
    List<Row> history = tables(uri).history().orderBy("version").collectAsList();

    for (int place = 0; place < 3; place++) {
      Instant committed = history.get(place).getAs("timestamp");
      // The last microsecond of the version's time, and where it begins.
      Instant last =
          place < 2
              ? history.get(place + 1).<Instant>getAs("timestamp").minusNanos(1_000)
              : committed.plusSeconds(3600);
      long rows = history.get(place).getAs("rows");
      for (Instant time : List.of(committed, last)) {
        assertThat(read(uri, Map.of("timestampAsOf", time.toString())).count())
            .as("%s in %s", time, history)
            .isEqualTo(rows);
        assertThat(sql(uri, "TIMESTAMP AS OF '" + time + "'")).isEqualTo(rows);
      }
    }
    Instant before = history.get(0).<Instant>getAs("timestamp").minusSeconds(1);
    assertRefused(
        ErrorCondition.LANCE_VERSION_NOT_FOUND,
        () -> read(uri, Map.of("timestampAsOf", before.toString())).count());
  }

  @ParameterizedTest
  @EnumSource
  void aTimeWithoutAZoneIsOfTheSessionsZone(TableStore store) {
    String uri = store.newTable();
    spark.range(2).write().format("lance").save(uri);
    Instant committed = tables(uri).history().head().getAs("timestamp");
    String inZone =
        spark
            .sql("select string(timestamp '" + committed.plusSeconds(1) + "') as text")
            .head()
            .getString(0);

    assertThat(inZone).doesNotContain("Z");
    assertThat(read(uri, Map.of("timestampAsOf", inZone)).count()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aVersionIsReadByItsTag(TableStore store) {
    String uri = tableOfThreeVersions(store);
    tables(uri).tag("v1.0-final_2", 1);

    assertThat(read(uri, Map.of("tag", "v1.0-final_2")).count()).isEqualTo(2);
    assertThat(sql(uri, "VERSION AS OF 'v1.0-final_2'")).isEqualTo(2);
    assertRefused(
        ErrorCondition.LANCE_TAG_NOT_FOUND, () -> read(uri, Map.of("tag", "v1.0")).count());
  }

  @ParameterizedTest
  @EnumSource
  void tagsAreMadeListedAndRemoved(TableStore store) {
    String uri = tableOfThreeVersions(store);
    LanceTables tables = tables(uri);

    tables.tag("second", 2);
    tables.tag("first", 1);
    tables.tag("first", 1);
    assertThat(tables.tags().collectAsList())
        .extracting(row -> row.getString(0), row -> row.getLong(1))
        .containsExactly(tuple("first", 1L), tuple("second", 2L));
    assertRefused(ErrorCondition.LANCE_TAG_EXISTS, () -> tables.tag("first", 3));
    assertRefused(ErrorCondition.LANCE_VERSION_NOT_FOUND, () -> tables.tag("ninth", 9));

    tables.untag("first");
    assertThat(tables.tags().select("name").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("second");
    assertRefused(ErrorCondition.LANCE_TAG_NOT_FOUND, () -> tables.untag("first"));
    tables.tag("first", 3);
    assertThat(read(uri, Map.of("tag", "first")).count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aWriteTagsTheVersionThatItMakes(TableStore store) {
    String uri = store.newTable();
    spark.range(2).write().format("lance").option("tag", "made").save(uri);
    spark.range(3).write().format("lance").mode("append").option("tag", "more").save(uri);

    assertThat(read(uri, Map.of("tag", "made")).count()).isEqualTo(2);
    assertThat(read(uri, Map.of("tag", "more")).count()).isEqualTo(5);
    assertRefused(
        ErrorCondition.LANCE_TAG_EXISTS,
        () ->
            spark.range(9).write().format("lance").mode("append").option("tag", "made").save(uri));
    assertThat(tables(uri).version()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void theHistorySaysWhatMadeEachVersion(TableStore store) {
    String uri = tableOfThreeVersions(store);
    Instant now = Instant.now();

    Dataset<Row> history = tables(uri).history();

    assertThat(history.columns())
        .containsExactly(
            "version", "timestamp", "operation", "rows", "fragments", "properties", "transaction");
    List<Row> versions = history.collectAsList();
    assertThat(versions)
        .extracting(
            row -> row.getLong(0),
            row -> row.getString(2),
            row -> row.getLong(3),
            row -> row.getLong(4))
        .containsExactly(
            tuple(3L, "Overwrite", 1L, 1L),
            tuple(2L, "Append", 5L, 3L),
            tuple(1L, "Overwrite", 2L, 2L));
    assertThat(versions)
        .extracting(row -> row.<Instant>getAs("timestamp"))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .allSatisfy(time -> assertThat(time).isBetween(now.minusSeconds(600), now));
    assertThat(versions)
        .allSatisfy(
            row ->
                assertThat(row.<String, String>getJavaMap(5))
                    .containsEntry("spark.application.id", spark.sparkContext().applicationId())
                    .containsEntry("spark.version", spark.version())
                    .containsKey("spark.query.id"));
    assertThat(versions)
        .extracting(row -> row.<String>getAs("transaction"))
        .doesNotHaveDuplicates()
        .allSatisfy(transaction -> assertThat(UUID.fromString(transaction)).isNotNull());
  }

  @ParameterizedTest
  @EnumSource
  void aRestoreIsANewVersionWithTheOldContent(TableStore store) {
    String uri = tableOfThreeVersions(store);

    long restored = tables(uri).restore(2);

    assertThat(restored).isEqualTo(4);
    assertThat(read(uri, Map.of()).select("id").orderBy("id").collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(0L, 1L, 10L, 11L, 12L);
    assertThat(read(uri, Map.of("versionAsOf", "3")).count()).isEqualTo(1);
    assertThat(tables(uri).history().head().<String>getAs("operation")).isEqualTo("Restore");
    spark.range(1).write().format("lance").mode("append").save(uri);
    assertThat(read(uri, Map.of()).count()).isEqualTo(6);
    assertRefused(ErrorCondition.LANCE_VERSION_NOT_FOUND, () -> tables(uri).restore(17));
  }

  @ParameterizedTest
  @EnumSource
  void aReadStaysAtItsVersionWhileTheTableGoesOn(TableStore store) {
    String uri = store.newTable();
    spark.range(4).write().format("lance").save(uri);
    Dataset<Row> before = read(uri, Map.of());

    spark.range(9).write().format("lance").mode("overwrite").save(uri);

    assertThat(before.count()).isEqualTo(4);
    assertThat(read(uri, Map.of()).count()).isEqualTo(9);
  }

  @ParameterizedTest
  @EnumSource
  void metadataColumnsTellWhereEachRowLies(TableStore store) {
    String uri = store.newTable();
    spark.range(0, 250, 1, 1).write().format("lance").option("maxRowsPerFile", 100).save(uri);

    Dataset<Row> rows = read(uri, Map.of()).select("_fragid", "_rowaddr", "id", "_rowid");

    assertThat(rows.collectAsList())
        .hasSize(250)
        .allSatisfy(
            row -> {
              long id = row.getLong(2);
              assertThat(row.getInt(0)).isEqualTo((int) (id / 100));
              assertThat(row.getLong(1)).isEqualTo(((id / 100) << 32) + id % 100);
            });
    assertThat(rows.select("_rowid").distinct().count()).isEqualTo(250);
    assertThat(rows.where("_fragid = 2").count()).isEqualTo(50);
    assertThat(read(uri, Map.of()).columns()).containsExactly("id");
  }

  @ParameterizedTest
  @EnumSource
  void optionsThatExcludeEachOtherAreRefused(TableStore store) {
    String uri = tableOfThreeVersions(store);
    tables(uri).tag("first", 1);
    String time = "2026-01-01 00:00:00";

    for (Map<String, String> options :
        List.of(
            Map.of("versionAsOf", "1", "timestampAsOf", time),
            Map.of("versionAsOf", "1", "tag", "first"),
            Map.of("timestampAsOf", time, "tag", "first"))) {
      assertRefused(ErrorCondition.LANCE_INVALID_OPTION, () -> read(uri, options).count());
    }
  }

  /** Two rows in two fragments, then three more in one, then one alone. */
  private String tableOfThreeVersions(TableStore store) {
    String uri = store.newTable();
    spark.range(0, 2, 1, 2).write().format("lance").save(uri);
    spark.range(10, 13, 1, 1).write().format("lance").mode("append").save(uri);
    spark.range(20, 21, 1, 1).write().format("lance").mode("overwrite").save(uri);
    return uri;
  }

  private Dataset<Row> read(String uri, Map<String, String> options) {
    return spark.read().format("lance").options(options).load(uri);
  }

  private long sql(String uri, String travel) {
    return spark.sql("SELECT count(*) FROM lance.`" + uri + "` " + travel).head().getLong(0);
  }

  private LanceTables tables(String uri) {
    return LanceTables.forPath(spark, uri);
  }
}
