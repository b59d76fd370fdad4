package io.lancetrain.spark.tables;

import static io.lancetrain.spark.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.maintenance.Removal;
import io.lancetrain.spark.maintenance.Retention;
import io.lancetrain.spark.maintenance.RunningJobs;
import io.lancetrain.spark.maintenance.Vacuum.Vacuumed;
import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.Pylance;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A vacuum removes old versions, and nothing that anything else needs. */
class VacuumTest {
  private final SparkSession spark = TestSession.shared();

  @ParameterizedTest
  @EnumSource
  void oldVersionsGoAndTaggedAndNewOnesStay(TableStore store) {
    String uri = tableOfFiveVersions(store);
    tables(uri).tag("kept", 2);

    Vacuumed vacuumed = tables(uri).vacuum(Retention.ofNewest(2));

    assertThat(vacuumed.versions()).containsExactly(1L, 3L);
    assertThat(vacuumed.notDeleted()).isEmpty();
    // A manifest, a transaction and a data file for each.
    assertThat(vacuumed.files()).isEqualTo(6);
    assertThat(vacuumed.bytes()).isPositive();
    for (long version : List.of(1L, 3L)) {
      assertRefused(ErrorCondition.LANCE_VERSION_NOT_FOUND, () -> count(uri, version));
    }
    for (long version : List.of(2L, 4L, 5L)) {
      assertThat(count(uri, version)).isEqualTo(version);
    }
    assertThat(spark.read().format("lance").option("tag", "kept").load(uri).count()).isEqualTo(2);
    assertThat(TableStore.files(uri + "/data")).hasSize(3);
    assertThat(TableStore.files(uri + "/_transactions")).hasSize(3);
    assertThat(tables(uri).history().count()).isEqualTo(3);
    spark.range(6).write().format("lance").mode("append").save(uri);
    assertThat(tables(uri).version()).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource
  void aDryRunSaysWhatWouldGoAndRemovesNothing(TableStore store) {
    String uri = tableOfFiveVersions(store);

    Vacuumed found = tables(uri).vacuum(Retention.ofNewest(1), Removal.DRY_RUN);

    assertThat(found.versions()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(count(uri, 1)).isEqualTo(1);
    assertThat(tables(uri).vacuum(Retention.ofNewest(1))).isEqualTo(found);
    assertThat(tables(uri).vacuum(Retention.ofNewest(1)).versions()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void youngVersionsStay(TableStore store) {
    String uri = tableOfFiveVersions(store);

    assertThat(tables(uri).vacuum(Retention.ofAge(Duration.ofDays(1))).versions()).isEmpty();
    assertThat(
            tables(uri)
                .vacuum(Retention.ofNewest(3).or(Retention.ofAge(Duration.ofNanos(1))))
                .versions())
        .containsExactly(1L, 2L);
    assertThat(tables(uri).vacuum(Retention.ofAge(Duration.ZERO)).versions())
        .containsExactly(3L, 4L);
    assertRefused(ErrorCondition.LANCE_INVALID_OPTION, () -> Retention.ofNewest(0));
  }

  @ParameterizedTest
  @EnumSource
  void whatABranchNeedsStays(TableStore store) {
    String uri = tableOfFiveVersions(store);
    tables(uri).createBranch("dev", 3);
    for (int rows = 1; rows <= 3; rows++) {
      spark.range(rows).write().format("lance").mode("append").option("branch", "dev").save(uri);
    }

    assertThat(tables(uri).vacuum(Retention.ofNewest(1)).versions()).containsExactly(1L, 2L, 4L);
    Vacuumed ofBranch = branch(uri, "dev").vacuum(Retention.ofNewest(1));

    assertThat(ofBranch.versions()).containsExactly(3L, 4L, 5L);
    assertThat(spark.read().format("lance").option("branch", "dev").load(uri).count())
        .isEqualTo(3 + 1 + 2 + 3);
    assertThat(count(uri, 3)).isEqualTo(3);
    assertThat(count(uri, 5)).isEqualTo(5);
    assertRefused(
        ErrorCondition.LANCE_UNSUPPORTED_OPERATION,
        () -> tables(uri + "/tree/dev").vacuum(Retention.ofNewest(1)));
  }

  @Test
  void whatDeletedRowsAndIndexesNeedStaysAndPylanceReadsOn() {
    String uri = TableStore.LOCAL_DISK.newTable();
    spark.range(0, 100, 1, 1).write().format("lance").save(uri);
    NativeTable.delete(uri, "id < 10");
    NativeTable.addZoneMap(uri, "id");
    NativeTable.delete(uri, "id < 20");
    spark.range(100, 110, 1, 1).write().format("lance").mode("append").save(uri);

    Vacuumed vacuumed = tables(uri).vacuum(Retention.ofNewest(1));

    assertThat(vacuumed.versions()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(TableStore.files(uri + "/data")).hasSize(2);
    assertThat(TableStore.files(uri + "/_deletions")).hasSize(1);
    assertThat(TableStore.files(uri + "/_indices")).hasSize(1);
    assertThat(spark.read().format("lance").load(uri).where("id >= 15").count()).isEqualTo(90);
    assertThat(Pylance.read(uri).toString()).contains("109");
    assertThat(
            tables(uri)
                .removeOrphans(Duration.ZERO, Removal.DRY_RUN, RunningJobs.NONE)
                .collectAsList())
        .isEmpty();
  }

  /** One by one, a table of thousands of files would take hours. */
  @Test
  void filesGoSeveralAtOnceOnAStoreThatIsFarAway() {
    try (S3Server server = S3Server.builder().delay(Duration.ofMillis(100)).start()) {
      server.createBucket("far");
      Map<String, String> options = new HashMap<>();
      server.lanceStorageOptions().forEach((name, value) -> options.put("storage." + name, value));
      String uri = "s3://far/table.lance";
      for (int version = 1; version <= 5; version++) {
        spark.range(4).write().format("lance").mode("overwrite").options(options).save(uri);
      }

      server.requests().clear();
      Vacuumed vacuumed = LanceTables.forPath(spark, uri, options).vacuum(Retention.ofNewest(1));

      assertThat(vacuumed.versions()).containsExactly(1L, 2L, 3L, 4L);
      assertThat(vacuumed.notDeleted()).isEmpty();
      assertThat(server.requests().mostAtOnce()).isGreaterThan(3);
    }
  }

  /** Version n has the numbers below n, in one file. */
  private String tableOfFiveVersions(TableStore store) {
    String uri = store.newTable();
    for (int version = 1; version <= 5; version++) {
      spark.range(0, version, 1, 1).write().format("lance").mode("overwrite").save(uri);
    }
    return uri;
  }

  private long count(String uri, long version) {
    return spark
        .read()
        .format("lance")
        .option("versionAsOf", version)
        .load(uri)
        .selectExpr("id + 1")
        .collectAsList()
        .size();
  }

  private LanceTables tables(String uri) {
    return LanceTables.forPath(spark, uri);
  }

  private LanceTables branch(String uri, String name) {
    return LanceTables.forPath(spark, uri, Map.of("branch", name));
  }
}
