package io.lancetrain.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/**
 * A write that fails looks for files of its own among those of other writers, which may be in the
 * middle of them: lance-core 7.0.0 ends the process where it opens an empty file.
 */
class UnfinishedFilesTest {
  private final SparkSession spark = TestSession.shared();
  private final String uri = TableStore.LOCAL_DISK.newTable();

  @Test
  void aWriteThatFailsLeavesUnfinishedFilesOfOtherWritersAlone() throws IOException {
    spark.sql("CREATE TABLE lance.`" + uri + "` (id BIGINT NOT NULL)");
    rows(0, 1000).write().format("lance").mode("append").save(uri);
    List<String> finished = TableStore.files(uri + "/data");
    Path data = Path.of(uri, "data");
    byte[] whole = Files.readAllBytes(data.resolve(finished.get(0)));
    Files.createFile(data.resolve("empty.lance"));
    Files.write(data.resolve("half.lance"), Arrays.copyOf(whole, whole.length / 2));
    Files.write(data.resolve("short.lance"), Arrays.copyOf(whole, 10));

    assertThatThrownBy(
            () ->
                rows(0, 1000)
                    .selectExpr("nullif(id, 999) AS id")
                    .write()
                    .format("lance")
                    .mode("append")
                    .save(uri))
        .hasMessageContaining("LANCE_VALUE_OUT_OF_RANGE");

    assertThat(TableStore.files(uri + "/data"))
        .hasSize(finished.size() + 3)
        .containsAll(finished)
        .contains("empty.lance", "half.lance", "short.lance");
    assertThat(spark.read().format("lance").load(uri).count()).isEqualTo(1000);
  }

  private Dataset<Row> rows(long from, long to) {
    return spark.range(from, to, 1, 1).toDF("id");
  }
}
