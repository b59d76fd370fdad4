package io.lancetrain.spark.storage.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.resolver.Hadoop;
import io.lancetrain.spark.storage.resolver.StorageResolver;
import io.lancetrain.spark.storage.s3a.S3aConfiguration;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Lance and S3A are told of certificate authorities, with a proxy and without one. */
class CertificateAuthoritiesTest {
  private static final TableUri TABLE = TableUri.parse("s3://b/t.lance");

  @TempDir private Path folder;

  @Test
  void nothingGoesThroughTheProxyThatStandsForNone() throws Exception {
    StorageSettings settings = resolved(Map.of(), Map.of());

    assertThat(settings.lanceOptions())
        .containsKeys("proxy_ca_certificate", "proxy_url")
        .containsEntry("proxy_excludes", "*,0.0.0.0/0,::/0")
        .doesNotContainKey("ca_file");
    assertThat(settings.lanceOptions().get("proxy_ca_certificate"))
        .contains("-----BEGIN CERTIFICATE-----")
        .doesNotContain("PRIVATE");
    Configuration s3a = S3aConfiguration.of(new Configuration(false), TABLE, settings);
    assertThat(s3a.get("fs.s3a.bucket.b.proxy.host")).isNull();
    assertThat(settings.toString()).doesNotContain("BEGIN");
  }

  @Test
  void aProxyOfTheUserStays() throws Exception {
    assertThat(resolved(Map.of("proxy_url", "http://proxy:3128"), Map.of()).lanceOptions())
        .containsEntry("proxy_url", "http://proxy:3128")
        .containsKey("proxy_ca_certificate")
        .doesNotContainKey("proxy_excludes");
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://office:3128", "NO_PROXY", "inside");
    assertThat(resolved(Map.of(), environment).lanceOptions())
        .containsEntry("proxy_url", "http://office:3128")
        .containsEntry("proxy_excludes", "inside");
  }

  @Test
  void whatTheMachineKnowsAnywayIsNotSentAlong() throws Exception {
    Path file = certificate();

    Map<String, String> environment =
        Map.of("AWS_CA_BUNDLE", file.toString(), "SSL_CERT_FILE", file.toString());

    assertThat(
            new StorageResolver(Hadoop.with(Map.of()), environment)
                .resolve(TABLE, Map.of("aws_endpoint", "https://store.example"))
                .lanceOptions())
        .doesNotContainKeys("proxy_ca_certificate", "proxy_url");
  }

  private StorageSettings resolved(Map<String, String> options, Map<String, String> environment)
      throws Exception {
    Map<String, String> all = new HashMap<>(options);
    all.put("aws_endpoint", "https://store.example");
    all.put("ca_file", certificate().toString());
    return new StorageResolver(Hadoop.with(Map.of()), environment).resolve(TABLE, all);
  }

  /** A certificate with what might lie beside it. */
  private Path certificate() throws Exception {
    Path file = folder.resolve("ca.pem");
    Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
            + CertificateFiles.pem(CertificateFiles.trustedByJava().subList(0, 1)));
    return file;
  }
}
