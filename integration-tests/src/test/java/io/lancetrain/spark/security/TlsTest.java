package io.lancetrain.spark.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.testing.JavaProcess;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TestAuthority;
import io.lancetrain.spark.testing.TestSession;
import io.lancetrain.spark.testing.TlsProxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose certificate comes from an authority that the machine does not know. */
class TlsTest {
  private static final SparkSession SPARK = TestSession.shared();

  @TempDir private static Path folder;
  private static TestAuthority authority;
  private static Path certificate;
  private static S3Server server;
  private static TlsProxy store;

  @BeforeAll
  static void start() throws Exception {
    authority = TestAuthority.create(folder, "own");
    certificate = authority.certificate();
    server = S3Server.builder().start();
    server.createBucket("tls");
    store = TlsProxy.before(server, authority.server("ip:127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @Test
  void theFileOfItsAuthorityIsAllThatReadsAndWritesNeed() throws Exception {
    String table = "s3://tls/written.lance";
    Path both = Files.createTempFile(folder, "both", ".pem");
    TestAuthority other = TestAuthority.create(folder, "first in the file");
    Files.writeString(both, Files.readString(other.certificate()) + Files.readString(certificate));
    Map<String, String> options = with("storage.ca_file", both.toString());

    SPARK.range(7).write().format("lance").options(options).save(table);
    SPARK.range(3).write().format("lance").mode("append").options(options).save(table);

    assertThat(SPARK.read().format("lance").options(options).load(table).count()).isEqualTo(10);
    assertThat(
            SPARK
                .read()
                .format("lance")
                .options(options)
                .load(table)
                .filter("id < 2")
                .collectAsList())
        .hasSize(4);
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
    TestAuthority other = TestAuthority.create(folder, "other");

    for (Map<String, String> options :
        List.of(store.options(), with("storage.ca_file", other.certificate().toString()))) {
      assertThat(failure(options, "s3://tls/none.lance"))
          .isInstanceOf(LanceException.class)
          .hasMessageStartingWith("[LANCE_STORE_UNREACHABLE]")
          .hasMessageContaining("certificate of " + store.endpoint() + " is not trusted")
          .hasMessageContaining("storage.ca_file");
    }
    assertThat(server.requests().matching(request -> request.key().contains("none.lance")))
        .isEmpty();
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    try (TlsProxy elsewhere = TlsProxy.before(server, authority.server("dns:store.example"))) {
      Map<String, String> options = elsewhere.options();
      options.put("storage.ca_file", certificate.toString());

      assertThat(failure(options, "s3://tls/none.lance"))
          .isInstanceOf(LanceException.class)
          .hasMessageStartingWith("[LANCE_STORE_UNREACHABLE]")
          .hasMessageContaining("127.0.0.1")
          .hasMessageContaining("is not trusted")
          .hasMessageContaining("storage.aws_endpoint");
    }
  }

  @Test
  void aFileWithoutCertificatesIsRefused() throws Exception {
    Path empty = Files.createTempFile(folder, "empty", ".pem");
    for (Path file : List.of(empty, folder.resolve("nowhere.pem"))) {
      assertThat(failure(with("storage.ca_file", file.toString()), "s3://tls/none.lance"))
          .isInstanceOf(LanceException.class)
          .hasMessageStartingWith("[LANCE_INVALID_OPTION]")
          .hasMessageContaining(file.toString())
          .hasMessageContaining("storage.ca_file");
    }
  }

  /** Tags, and all that deletes files, go through S3A. */
  @Test
  void whatS3aDoesNeedsATrustStoreOfTheJvmAndSaysSo() throws Exception {
    String table = "s3://tls/tagged.lance";
    Map<String, String> options = with("storage.ca_file", certificate.toString());
    SPARK.range(7).write().format("lance").options(options).save(table);

    assertThat(catchThrowable(() -> LanceTables.forPath(SPARK, table, options).tag("one", 1)))
        .isInstanceOf(LanceException.class)
        .hasMessageStartingWith("[LANCE_STORE_UNREACHABLE]")
        .hasMessageContaining(store.endpoint())
        .hasMessageContaining("-Djavax.net.ssl.trustStore");
  }

  @Test
  void theTrustStoreOfTheJvmIsEnoughForLanceAndS3a() throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add("s3://tls/by-trust-store.lance");
    store.options().forEach((name, value) -> arguments.add(name + "=" + value));

    JavaProcess program =
        JavaProcess.run(
            StoreProgram.class,
            List.of(
                "-Djavax.net.ssl.trustStore=" + authority.trustStore(),
                "-Djavax.net.ssl.trustStorePassword=" + TestAuthority.PASSWORD),
            arguments.toArray(String[]::new));

    assertThat(program.output()).as(program.errors()).contains("rows: 5");
  }

  @Test
  void plainHttpIsSpokenOnlyWhereItIsAskedFor() {
    String host = URI.create(server.endpoint()).getAuthority();
    Map<String, String> options = new HashMap<>(store.options());
    options.put("storage.aws_endpoint", host);
    String table = "s3://tls/plain.lance";

    assertThat(failure(options, table))
        .isInstanceOf(LanceException.class)
        .hasMessageStartingWith("[LANCE_STORE_UNREACHABLE]")
        .hasMessageContaining("https://" + host)
        .hasMessageContaining("does not speak https");

    options.put("storage.allow_http", "true");
    SPARK.range(2).write().format("lance").options(options).save(table);
    options.remove("storage.allow_http");
    options.put("storage.aws_endpoint", "http://" + host);
    assertThat(SPARK.read().format("lance").options(options).load(table).count()).isEqualTo(2);
    options.put("storage.allow_http", "false");
    assertThat(failure(options, table)).hasMessageStartingWith("[LANCE_INVALID_OPTION]");
  }

  @Test
  void certificatesGoUncheckedWithAWarningOnly() throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add("s3://tls/unchecked.lance");
    with("storage.allow_invalid_certificates", "true")
        .forEach((name, value) -> arguments.add(name + "=" + value));

    JavaProcess program =
        JavaProcess.run(StoreProgram.class, List.of(), arguments.toArray(String[]::new));

    assertThat(program.errors())
        .contains("WARN")
        .contains("storage.allow_invalid_certificates is set")
        .contains("s3://tls/unchecked.lance");
    assertThat(server.requests().matching(request -> request.key().startsWith("unchecked.lance")))
        .isNotEmpty();
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> options = store.options();
    options.put(name, value);
    return options;
  }

  private static Throwable failure(Map<String, String> options, String table) {
    return catchThrowable(
        () -> SPARK.read().format("lance").options(options).load(table).collectAsList());
  }
}
