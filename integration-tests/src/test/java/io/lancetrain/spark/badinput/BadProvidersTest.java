package io.lancetrain.spark.badinput;

import static io.lancetrain.spark.error.ErrorCondition.LANCE_ACCESS_DENIED;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_INVALID_OPTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.credentials.OwnProvider;
import io.lancetrain.spark.credentials.SecurityTokenService;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TestSession;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers of credentials that are not there, have none, or have no more. */
class BadProvidersTest {
  private static final String PROVIDER = "aws.credentials.provider";

  /** Text that no encoding makes small enough to be read all at once. */
  private static final String TWELVE_KILOBYTES =
      "array_join(transform(sequence(1, 190), n -> sha2(concat(id, '-', n), 256)), '')";

  private static S3Server server;

  @TempDir private Path folder;

  private final SparkSession spark = TestSession.shared();
  private final Set<String> changed = new HashSet<>();

  @BeforeAll
  static void start() {
    server = S3Server.builder().start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void unset() {
    changed.forEach(spark.conf()::unset);
  }

  /** A new bucket of the server, with the right keys; Spark's session keeps what it is told. */
  private String bucket(String name) {
    server.createBucket(name);
    server
        .sparkSettings()
        .forEach((key, value) -> set(name, key.substring("spark.hadoop.fs.s3a.".length()), value));
    return name;
  }

  private void set(String bucket, String name, String value) {
    setAll("fs.s3a.bucket." + bucket + "." + name, value);
  }

  private void setAll(String key, String value) {
    spark.conf().set(key, value);
    changed.add(key);
  }

  private long rows(String bucket) {
    return spark.read().format("lance").load("s3a://" + bucket + "/t.lance").count();
  }

  @Test
  void aProviderThatDoesNotExist() {
    String bucket = bucket("no-such-provider");
    set(bucket, PROVIDER, "com.example.Missing");
    assertThatThrownBy(() -> spark.read().parquet("s3a://" + bucket + "/rows.parquet"))
        .hasStackTraceContaining("com.example.Missing");
    Refusal.with(LANCE_ACCESS_DENIED)
        .of(
            () -> rows(bucket),
            "com.example.Missing",
            "fs.s3a.bucket." + bucket + "." + PROVIDER,
            "ClassNotFoundException");
  }

  @Test
  void aProviderWithoutCredentials() {
    String bucket = bucket("no-credentials");
    set(bucket, PROVIDER, "com.amazonaws.auth.EnvironmentVariableCredentialsProvider");
    Refusal.with(LANCE_ACCESS_DENIED)
        .of(() -> rows(bucket), "EnvironmentVariableCredentialsProvider", bucket);
  }

  @Test
  void aRoleThatNobodyMayHave() throws Exception {
    String bucket = bucket("no-role");
    String role = "arn:aws:iam::123456789012:role/refused";
    try (SecurityTokenService service = SecurityTokenService.withoutTls()) {
      set(bucket, PROVIDER, "org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider");
      set(bucket, "assumed.role.arn", role);
      set(bucket, "assumed.role.sts.endpoint", "http://127.0.0.1:" + service.port());
      set(bucket, "assumed.role.sts.endpoint.region", "eu-central-1");
      Refusal.with(LANCE_ACCESS_DENIED)
          .of(
              () -> rows(bucket),
              "AssumedRoleCredentialProvider",
              "fs.s3a.bucket." + bucket + "." + PROVIDER,
              "AccessDenied",
              role);
    }
  }

  @Test
  void aCredentialFileThatIsNone() throws Exception {
    String bucket = bucket("no-credential-file");
    Path file = folder.resolve("secrets.jceks");
    Files.writeString(file, "nothing of the kind");
    set(bucket, "security.credential.provider.path", "localjceks://file" + file);
    Refusal.with(LANCE_INVALID_OPTION).of(() -> rows(bucket), "secrets.jceks");
  }

  @Test
  void aProviderThatHasNoMoreKeysInTheMiddleOfAScan() throws Exception {
    String bucket = bucket("no-more-keys");
    String table = "s3a://" + bucket + "/t.lance";
    spark
        .range(1_000)
        .selectExpr("id", TWELVE_KILOBYTES + " as text")
        .coalesce(1)
        .write()
        .format("lance")
        .option("maxRowsPerFile", 50)
        .save(table);

    set(bucket, PROVIDER, OwnProvider.NAME);
    setAll(OwnProvider.LIFE, "6000");
    setAll(OwnProvider.MOST, "1");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader own =
        new URLClassLoader(new URL[] {OwnProvider.jar(folder).toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(own);
      assertThat(rows(bucket)).isEqualTo(1_000);
      MapFunction<Row, Long> slowly =
          row -> {
            Thread.sleep(20);
            return (long) row.getString(0).length();
          };
      Refusal.with(LANCE_ACCESS_DENIED)
          .of(
              () ->
                  spark
                      .read()
                      .format("lance")
                      .option("batchBytes", "256k")
                      .option("readAheadBytes", "512k")
                      .load(table)
                      .select("text")
                      .map(slowly, Encoders.LONG())
                      .collectAsList(),
              OwnProvider.NAME,
              "no keys are left");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
