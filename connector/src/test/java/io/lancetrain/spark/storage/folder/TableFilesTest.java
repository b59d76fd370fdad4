package io.lancetrain.spark.storage.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.resolver.StorageResolver;
import io.lancetrain.spark.storage.s3a.HadoopSettings;
import io.lancetrain.spark.storage.s3a.S3aConfiguration;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFilesTest {
  @TempDir Path folder;

  @Test
  void deletesWhatIsNamedAndNothingElse() throws Exception {
    Path table = Files.createDirectories(folder.resolve("a b%20.lance/data"));
    Files.writeString(table.resolve("one.lance"), "1");
    Files.writeString(table.resolve("two.lance"), "2");
    Files.writeString(folder.resolve("outside"), "3");

    DeletedFiles result =
        delete(
            TableUri.parse(table.getParent().toString()),
            List.of(
                "data/one.lance", "data/gone.lance", "../outside", "/etc/hostname", "", "data"));

    assertThat(result.deleted()).containsExactly("data/one.lance", "data/gone.lance");
    assertThat(result.notDeleted())
        .extracting(DeletedFiles.NotDeleted::path)
        .containsExactly("../outside", "/etc/hostname", "", "data");
    assertThat(table.resolve("one.lance")).doesNotExist();
    assertThat(table.resolve("two.lance")).exists();
    assertThat(folder.resolve("outside")).exists();
  }

  @Test
  void givesUpAfterThreeFailuresInARow() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      names.add("full-" + i);
      Files.createDirectories(folder.resolve("t.lance/full-" + i + "/of/this"));
    }
    names.add("last");
    Files.writeString(folder.resolve("t.lance/last"), "4");

    DeletedFiles result = delete(TableUri.parse(folder + "/t.lance"), names);

    assertThat(result.deleted()).isEmpty();
    assertThat(result.notDeleted()).hasSize(1_001);
    assertThat(result.notDeleted().get(1_000).reason()).contains("not tried");
    assertThat(result.notDeleted().stream().filter(one -> !one.reason().contains("not tried")))
        .hasSizeBetween(3, 3 + 16);
    assertThat(folder.resolve("t.lance/last")).exists();
  }

  @Test
  void storeThatIsGoneIsReportedWithinSeconds() {
    StorageSettings settings = StorageSettings.of(Map.of("aws_endpoint", "http://127.0.0.1:1"));

    DeletedFiles result =
        TableFiles.deleteAll(
            TableUri.parse("s3://b/t.lance"), List.of("x", "y"), new Configuration(), settings);

    assertThat(result.deleted()).isEmpty();
    assertThat(result.notDeleted())
        .hasSize(2)
        .allMatch(file -> file.reason().contains("LANCE_STORE_UNREACHABLE"));
  }

  @Test
  void storeThatHadoopCannotOpenIsReportedNotThrown() {
    DeletedFiles result = delete(TableUri.parse("s3://b/t.lance"), List.of("data/one.lance"));

    assertThat(result.deleted()).isEmpty();
    assertThat(result.notDeleted()).hasSize(1);
    assertThat(result.notDeleted().get(0).reason()).contains("S3AFileSystem");
  }

  @Test
  void settingsBecomeTheBucketsOwnKeysOnACopy() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.s3a.access.key", "global");
    StorageSettings settings =
        new StorageResolver(HadoopSettings.of(new Configuration(false)), Map.of())
            .resolve(
                TableUri.parse("s3://b/t.lance"),
                Map.of(
                    "access_key_id", "okey",
                    "secret_access_key", "osecret",
                    "endpoint", "http://store.example.com:9000",
                    "virtual_hosted_style_request", "true",
                    "proxy_url", "http://me:p%40ss%20word@proxy.example.com:3128"));

    Configuration copy =
        S3aConfiguration.of(configuration, TableUri.parse("s3://b/t.lance"), settings);

    assertThat(copy.get("fs.s3a.bucket.b.access.key")).isEqualTo("okey");
    assertThat(copy.get("fs.s3a.bucket.b.secret.key")).isEqualTo("osecret");
    assertThat(copy.get("fs.s3a.bucket.b.endpoint")).isEqualTo("http://store.example.com:9000");
    assertThat(copy.get("fs.s3a.bucket.b.path.style.access")).isEqualTo("false");
    assertThat(copy.get("fs.s3a.bucket.b.connection.ssl.enabled")).isEqualTo("false");
    assertThat(copy.get("fs.s3a.bucket.b.proxy.host")).isEqualTo("proxy.example.com");
    assertThat(copy.get("fs.s3a.bucket.b.proxy.port")).isEqualTo("3128");
    assertThat(copy.get("fs.s3a.bucket.b.proxy.username")).isEqualTo("me");
    assertThat(copy.get("fs.s3a.bucket.b.proxy.password")).isEqualTo("p@ss word");
    assertThat(configuration.get("fs.s3a.bucket.b.access.key")).isNull();
    // What Spark's own reader would now be given leads to the same settings, but for the limits.
    copy.unset("fs.s3a.bucket.b.attempts.maximum");
    copy.unset("fs.s3a.bucket.b.retry.throttle.limit");
    StorageSettings back =
        new StorageResolver(HadoopSettings.of(copy), Map.of())
            .resolve(TableUri.parse("s3://b/t.lance"), Map.of());
    assertThat(back.with("connect_timeout", "5s")).isEqualTo(settings);
  }

  private static DeletedFiles delete(TableUri table, List<String> paths) {
    return TableFiles.deleteAll(table, paths, new Configuration(), StorageSettings.NONE);
  }
}
