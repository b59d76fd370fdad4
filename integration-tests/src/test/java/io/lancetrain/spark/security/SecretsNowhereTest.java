package io.lancetrain.spark.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.SecretSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * After all other tests: nothing of what they and Spark wrote shows the keys with which they
 * reached their stores. It runs in a JVM of its own, when that of the suite has ended.
 */
class SecretsNowhereTest {
  private static final Path FOLDER = SecretSearch.folder(".");
  private static final Path TARGET = FOLDER.getParent();

  @Test
  void noFolderOfATestAndNoStoreHoldsAKey() throws IOException {
    Path found = FOLDER.resolve("found.txt");
    assertThat(Files.exists(found) ? Files.readString(found) : "").isEmpty();
    assertThat(Files.readString(FOLDER.resolve("searched.txt")))
        .as("what the suite searched before it was deleted")
        .contains("the tables of the suite on S3: ")
        .contains("an S3 server: ");
  }

  @Test
  void noLogShowsAKey() {
    searched(FOLDER.resolve("logs"));
  }

  @Test
  void noEventLogShowsAKey() {
    searched(FOLDER.resolve("event-logs"));
  }

  @Test
  void noReportOfATestShowsAKey() {
    searched(TARGET.resolve("failsafe-reports"));
  }

  @Test
  void noDumpShowsAKey() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      for (Path dump :
          files.filter(file -> file.toString().matches("hs_err.*|.*\\.hprof")).toList()) {
        assertThat(SecretSearch.in(dump).places()).isEmpty();
      }
    }
  }

  private static void searched(Path folder) {
    SecretSearch.Outcome outcome = SecretSearch.in(folder);
    assertThat(outcome.bytes()).as("bytes that were searched in %s", folder).isPositive();
    assertThat(outcome.places()).isEmpty();
  }

  @Test
  void theSearchFindsAKeyWhereverItLies() throws IOException {
    Path folder = Files.createTempDirectory("planted");
    Path file = folder.resolve("log.txt");
    try {
      for (String key : List.of(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)) {
        for (int before : List.of(0, 1, (1 << 20) - 5, (1 << 20) + 7, 3 << 20)) {
          String text = "x".repeat(before) + "\n" + key + "\n";
          Files.writeString(file, text, StandardCharsets.ISO_8859_1);

          List<String> places = SecretSearch.in(folder).places();

          assertThat(places).hasSize(1);
          assertThat(places.get(0)).startsWith(file + ":2: ").endsWith("***").doesNotContain(key);
        }
      }
      Files.writeString(file, "no key at all");
      assertThat(SecretSearch.in(folder).places()).isEmpty();
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
