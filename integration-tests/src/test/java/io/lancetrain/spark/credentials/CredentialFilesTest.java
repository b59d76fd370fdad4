package io.lancetrain.spark.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TemporaryKey;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that lie in a credential file of Hadoop's are found there for Lance as for Parquet. */
class CredentialFilesTest {
  @TempDir private Path folder;

  @Test
  void keysInAFileThatIsNamedForOneBucket() throws Exception {
    SparkSession spark = TestSession.shared();
    List<String> changed = new ArrayList<>();
    TemporaryKey key = TemporaryKey.issue(Duration.ofMinutes(10));
    String file = "localjceks://file" + folder.resolve("secrets.jceks");
    Configuration making = new Configuration();
    making.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, file);
    CredentialProvider store = CredentialProviderFactory.getProviders(making).get(0);
    store.createCredentialEntry("fs.s3a.bucket.filed.access.key", key.accessKey().toCharArray());
    store.createCredentialEntry("fs.s3a.secret.key", "of another key".toCharArray());
    store.createCredentialEntry("fs.s3a.bucket.filed.secret.key", key.secretKey().toCharArray());
    store.flush();

    try (S3Server server = S3Server.builder().start()) {
      server.createBucket("filed");
      String prefix = "fs.s3a.bucket.filed.";
      server
          .sparkSettings()
          .forEach(
              (name, value) -> {
                if (!name.endsWith(".key")) {
                  changed.add(prefix + name.substring("spark.hadoop.fs.s3a.".length()));
                  spark.conf().set(changed.get(changed.size() - 1), value);
                }
              });
      changed.add(prefix + "security.credential.provider.path");
      spark.conf().set(changed.get(changed.size() - 1), file);

      Dataset<Row> rows = spark.range(10).toDF();
      rows.write().parquet("s3a://filed/rows.parquet");
      rows.write().format("lance").save("s3a://filed/rows.lance");
      assertThat(
              spark
                  .read()
                  .format("lance")
                  .load("s3a://filed/rows.lance")
                  .sort("id")
                  .collectAsList())
          .isEqualTo(spark.read().parquet("s3a://filed/rows.parquet").sort("id").collectAsList());
      assertThat(server.acceptedKeys()).containsExactly(key.accessKey());
      assertThat(server.refusedKeys()).isEmpty();
    } finally {
      changed.forEach(spark.conf()::unset);
    }
  }
}
