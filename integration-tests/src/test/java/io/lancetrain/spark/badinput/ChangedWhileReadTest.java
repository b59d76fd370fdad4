package io.lancetrain.spark.badinput;

import static io.lancetrain.spark.error.ErrorCondition.LANCE_FILE_MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.NativeTable;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A query reads the version that it was planned for, as a whole, or says why it cannot. */
class ChangedWhileReadTest {
  private final SparkSession spark = TestSession.shared();
  private String path;
  private Dataset<Row> planned;

  @BeforeEach
  void planAReadOfTwoFragments() {
    path = TableStore.LOCAL_DISK.newTable();
    spark.range(0, 1_000, 1, 2).write().format("lance").save(path);
    planned = spark.read().format("lance").load(path);
  }

  @Test
  void aTableThatIsOverwrittenIsReadAsItWas() {
    spark.range(5).write().format("lance").mode("overwrite").save(path);

    assertThat(planned.collectAsList()).hasSize(1_000);
    assertThat(planned.where("id >= 990").count()).isEqualTo(10);
  }

  @Test
  void aTableThatIsCompactedIsReadAsItWas() {
    NativeTable.compact(path);

    assertThat(planned.collectAsList()).hasSize(1_000);
    assertThat(spark.read().format("lance").load(path).collectAsList()).hasSize(1_000);
  }

  @Test
  void aVersionThatIsCleanedUpIsNamedWithItsFragmentAndFile() {
    NativeTable.compact(path);
    NativeTable.removeOldVersions(path);

    Refusal missing = Refusal.with(LANCE_FILE_MISSING);
    missing.of(planned::collectAsList, path, "version 1", "fragment ", "data/");
    missing.of(planned.where("id > 3")::collectAsList, path, "version 1", "fragment ", "data/");
    missing.of(planned.orderBy("id").limit(3)::collectAsList, path, "version 1", "data/");
    missing.of(() -> planned.where("id > 3").count(), path, "version 1", "fragment ", "data/");
    assertThat(spark.read().format("lance").load(path).collectAsList()).hasSize(1_000);
  }
}
