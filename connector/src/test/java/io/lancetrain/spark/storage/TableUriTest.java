package io.lancetrain.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableUriTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://b/dir/t.lance",
        "s3a://b/dir/t.lance",
        "S3A://b/dir/t.lance///",
        "s3://b//dir//t.lance"
      })
  void textsThatNameOneTableOnS3AreEqual(String text) {
    TableUri uri = TableUri.parse(text);

    assertThat(uri).isEqualTo(new TableUri("s3", "b", "dir/t.lance"));
    assertThat(uri.lance()).isEqualTo("s3://b/dir/t.lance");
    assertThat(uri.hadoop()).isEqualTo("s3a://b/dir/t.lance");
    assertThat(uri).hasToString("s3://b/dir/t.lance");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/x/t.lance", "file:/x/t.lance", "file:///x/t.lance/", "/x//y/../t.lance"})
  void textsThatNameOneLocalTableAreEqual(String text) {
    TableUri uri = TableUri.parse(text);

    assertThat(uri).isEqualTo(new TableUri("file", "", "/x/t.lance"));
    assertThat(uri.lance()).isEqualTo("/x/t.lance");
    assertThat(uri.hadoop()).isEqualTo("file:///x/t.lance");
    assertThat(uri).hasToString("/x/t.lance");
  }

  @ParameterizedTest
  @CsvSource({
    "gs://b/dir/t.lance, gs, b, dir/t.lance",
    "GS://b//dir/t.lance/, gs, b, dir/t.lance",
    "az://container/t.lance, az, container, t.lance"
  })
  void otherStoresAreNamedAsLanceNamesThem(String text, String scheme, String bucket, String key) {
    TableUri uri = TableUri.parse(text);

    assertThat(uri).isEqualTo(new TableUri(scheme, bucket, key));
    assertThat(uri.lance()).isEqualTo(scheme + "://" + bucket + "/" + key);
    assertThat(uri.isLocal()).isFalse();
    assertThat(uri.onS3()).isFalse();
    assertThat(uri.part("train").scheme()).isEqualTo(scheme);
  }

  @Test
  void relativePathStartsAtTheWorkingDirectory() {
    assertThat(TableUri.parse("some/t.lance").path())
        .isEqualTo(Path.of("").toAbsolutePath() + "/some/t.lance");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x/a%20b", "/x/a b", "/x/a#b", "/x/a?b", "/x/c:d", "/x/ä"})
  void localPathIsTakenLiterallyAsHadoopDoes(String path) {
    TableUri uri = TableUri.parse(path);

    assertThat(uri.lance()).isEqualTo(path);
    assertThat(new org.apache.hadoop.fs.Path(uri.hadoop()).toUri().getPath()).isEqualTo(path);
    assertThat(TableUri.parse("file://" + path)).isEqualTo(uri);
  }

  @ParameterizedTest
  @CsvSource({
    "a b.lance, a%20b.lance",
    "ä.lance, %C3%A4.lance",
    "a%20b.lance, a%20b.lance",
    "a%b.lance, a%b.lance",
    "{x}<y>`z, %7Bx%7D%3Cy%3E%60z",
    "[j]|^~+=&:@!$, [j]|^~+=&:@!$"
  })
  void keyIsTheOneThatLanceUsesInTheStore(String text, String key) {
    TableUri uri = TableUri.parse("s3://b/" + text);

    assertThat(uri.path()).isEqualTo(key);
    assertThat(TableUri.parse(uri.lance())).isEqualTo(uri);
    assertThat(new org.apache.hadoop.fs.Path(uri.hadoop()).toUri().getPath()).isEqualTo("/" + key);
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty",
    "'  ', empty",
    "' s3://b/t', white space",
    "s3://b, a bucket alone",
    "s3://b/, a bucket alone",
    "s3:///t, names no bucket",
    "s3:/b/t, names no bucket",
    "s3://b:1/t, not a bucket's name",
    "s3://b/t#1, '#'",
    "s3://b/t?x=1, '?'",
    "s3://b/../t, '..'",
    "s3://b/x/%2E%2e/t, '..'",
    "s3n://b/t, s3a://",
    "hdfs://n/t, HDFS",
    "gs://b, a bucket alone",
    "az:///t, names no bucket. Write az://",
    "gcs://b/t, gs://BUCKET/TABLE",
    "abfss://c@a/t, az://CONTAINER/TABLE",
    "wasbs://c@a/t, azure_storage_account_name",
    "http://h/t, s3://",
    "dbfs:/t, Databricks",
    "file://host/t, file:///path",
    "file:t, absolute",
    "/, root"
  })
  void otherTextIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> TableUri.parse(text))
        .isInstanceOf(LanceException.class)
        .hasMessageStartingWith("[LANCE_INVALID_PATH] Cannot use path")
        .hasMessageContaining(reason)
        .extracting(error -> ((LanceException) error).condition())
        .isEqualTo(ErrorCondition.LANCE_INVALID_PATH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3a://AKIA12:SECRET34@b/t", "s3a://AKIA12:SEC/RET34@b/t", "s3n://k:SECRET34@b/t"})
  void credentialsInAPathAreNotRepeatedInTheError(String text) {
    assertThatThrownBy(() -> TableUri.parse(text))
        .isInstanceOf(LanceException.class)
        .hasMessageNotContaining("RET34")
        .hasMessageNotContaining("AKIA12");
  }

  @Test
  void hadoopOpensTheSameLocalFolderThatLanceIsGiven() throws Exception {
    Path folder = java.nio.file.Files.createTempDirectory("a b%20ä");
    TableUri uri = TableUri.parse(folder.toString());
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri.hadoop());

    assertThat(path.getFileSystem(new Configuration()).exists(path)).isTrue();
    java.nio.file.Files.delete(folder);
  }
}
