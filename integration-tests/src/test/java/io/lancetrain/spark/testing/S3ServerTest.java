package io.lancetrain.spark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ServerTest {
  private static final Path FILE = new Path("s3a://bucket/a b/ä.txt");

  /** S3A would ask again and again for minutes. */
  private static final Map<String, String> WRONG_SECRET =
      Map.of(
          "fs.s3a.secret.key", "wrong-secret",
          "fs.s3a.attempts.maximum", "1",
          "fs.s3a.retry.limit", "1");

  @TempDir private java.nio.file.Path directory;

  @Test
  void anObjectPutThroughS3AIsAFileInTheDirectory() throws IOException {
    try (S3Server server = S3Server.builder().directory(directory).start();
        FileSystem client = client(server, Map.of())) {
      write(client, "written");

      assertThat(directory.resolve("bucket/a b/ä.txt")).hasContent("written");
    }
  }

  @Test
  void theLogHasEveryRequestInItsOrder() throws IOException {
    try (S3Server server = S3Server.builder().start();
        FileSystem client = client(server, Map.of())) {
      server.put("bucket", "a b/ä.txt", "put".getBytes(StandardCharsets.UTF_8));
      server.requests().clear();

      assertThat(read(client)).isEqualTo("put");

      assertThat(server.requests().all())
          .containsExactly(
              new S3Request("HEAD", "bucket", "a b/ä.txt", "", "", 200, 0),
              new S3Request("GET", "bucket", "a b/ä.txt", "", "bytes=0-2", 206, 3));
    }
  }

  @Test
  void aListingIsToldFromAnObject() throws IOException {
    try (S3Server server = S3Server.builder().start();
        FileSystem client = client(server, Map.of())) {
      write(client, "x");
      server.requests().clear();

      client.listStatus(FILE.getParent());

      assertThat(server.requests().count(S3Request::isList)).isPositive();
      assertThat(server.requests().matching(S3Request::isList))
          .allSatisfy(request -> assertThat(request.query()).contains("prefix="));
    }
  }

  @Test
  void everyRequestTakesAtLeastTheDelay() throws IOException {
    Duration delay = Duration.ofMillis(200);
    try (S3Server server = S3Server.builder().delay(delay).start();
        FileSystem client = client(server, Map.of())) {
      server.put("bucket", "a b/ä.txt", "put".getBytes(StandardCharsets.UTF_8));
      Instant begin = Instant.now();

      assertThat(client.exists(FILE)).isTrue();

      assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(delay);
    }
  }

  @Test
  void otherCredentialsAreRefused() throws IOException {
    try (S3Server server = S3Server.builder().credentials("right", "right-secret").start();
        FileSystem client = client(server, WRONG_SECRET)) {
      assertThatThrownBy(() -> write(client, "x")).isInstanceOf(AccessDeniedException.class);

      assertThat(server.requests().all()).extracting(S3Request::status).contains(403);
    }
  }

  private static FileSystem client(S3Server server, Map<String, String> more) throws IOException {
    server.createBucket("bucket");
    Configuration configuration = new Configuration();
    server
        .sparkSettings()
        .forEach(
            (name, value) -> configuration.set(name.substring("spark.hadoop.".length()), value));
    more.forEach(configuration::set);
    return FileSystem.newInstance(URI.create("s3a://bucket/"), configuration);
  }

  private static void write(FileSystem client, String content) throws IOException {
    try (FSDataOutputStream file = client.create(FILE)) {
      file.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(FileSystem client) throws IOException {
    try (FSDataInputStream file = client.open(FILE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
