package io.lancetrain.spark.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.LanceDataSource;
import io.lancetrain.spark.testing.JavaProcess;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;

/** How the keys of a store get to the executors, and what is said of them on the way. */
class SecretsOnTheWayTest {
  private static final SparkSession SPARK = TestSession.shared();

  @Test
  void theKeysTravelInTheReaderFactoryAndNotInThePartitions() throws Exception {
    String table = TableStore.S3.newTable();
    SPARK.range(0, 100, 1, 4).write().format("lance").save(table);
    Batch batch = batch(table);

    InputPartition[] partitions = batch.planInputPartitions();

    assertThat(partitions).isNotEmpty();
    for (InputPartition partition : partitions) {
      assertThat(serialized(partition))
          .doesNotContain(S3Server.ACCESS_KEY)
          .doesNotContain(S3Server.SECRET_KEY);
      assertThat(partition.toString()).doesNotContain(S3Server.SECRET_KEY);
    }
    assertThat(serialized(batch.createReaderFactory()))
        .as("where they have to be, so that the search above cannot miss them")
        .contains(S3Server.ACCESS_KEY)
        .contains(S3Server.SECRET_KEY);
  }

  /** The process's output is searched by {@link JavaProcess} itself. */
  @Test
  void theNativeLibrarysOwnLogShowsNoKey() throws Exception {
    try (S3Server server = S3Server.builder().start()) {
      server.createBucket("logged");
      List<String> arguments = new ArrayList<>();
      arguments.add("s3://logged/t.lance");
      server
          .lanceStorageOptions()
          .forEach((name, value) -> arguments.add("storage." + name + "=" + value));

      JavaProcess program =
          JavaProcess.run(
              StoreProgram.class,
              List.of(),
              Map.of("LANCE_LOG", "trace", "RUST_LOG", "trace"),
              arguments.toArray(String[]::new));

      assertThat(program.output()).as(program.errors()).contains("rows: 5");
      assertThat(program.errors()).containsPattern("TRACE|DEBUG").contains("lance");
    }
  }

  private static Batch batch(String table) throws Exception {
    LanceDataSource source = new LanceDataSource();
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(Map.of("path", table));
    TableCatalog catalog =
        (TableCatalog)
            SPARK.sessionState().catalogManager().catalog(source.extractCatalog(options));
    return ((SupportsRead) catalog.loadTable(source.extractIdentifier(options)))
        .newScanBuilder(options)
        .build()
        .toBatch();
  }

  private static String serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
