package io.lancetrain.spark.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lancetrain.spark.testing.PythonEnvironment;
import io.lancetrain.spark.testing.S3Server;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documentation shows in Python and SQL runs as it is printed: in PySpark, with the
 * connector as {@code --jars} brings it, and tables on an S3 server.
 */
class PagesTest {
  @TempDir private Path directory;

  @Test
  void everyExampleInPythonAndSqlRuns() throws Exception {
    PythonEnvironment python = PythonEnvironment.ofThisBuild();
    try (S3Server store = S3Server.builder().directory(directory.resolve("store")).start()) {
      store.createBucket("bucket");
      Path settings = directory.resolve("settings.json");
      JsonMapper.builder()
          .build()
          .writeValue(
              settings.toFile(),
              Map.of(
                  "java", System.getProperty("java.home"),
                  "bucket", directory.resolve("store/bucket").toString(),
                  "spark", sparkSettings(store),
                  "pages", pages()));

      List<String> output = run(python, settings);

      assertThat(output)
          .startsWith(SparkHome.property("lancetrain.spark.version"))
          .anyMatch(example -> example.startsWith("README.md:"))
          .anyMatch(example -> example.startsWith("training.md:"))
          .anyMatch(example -> example.startsWith("writing.md:"))
          .anyMatch(example -> example.startsWith("operations.md:"));
    }
  }

  /** The settings hold the store's keys, for which everything that stays is searched. */
  private static List<String> run(PythonEnvironment python, Path settings) throws IOException {
    try {
      return python.run("run_pages.py", settings.toString()).lines().toList();
    } finally {
      Files.delete(settings);
    }
  }

  private static List<String> pages() throws IOException {
    Path project = Path.of(SparkHome.property("lancetrain.pages.directory"));
    try (Stream<Path> reference = Files.list(project.resolve("connector/docs"))) {
      return Stream.concat(Stream.of(project.resolve("README.md")), reference.sorted())
          .map(Path::toString)
          .filter(page -> page.endsWith(".md"))
          // Its examples ask Tigris itself; TigrisTest has what the connector would send there.
          .filter(page -> !page.endsWith("tigris.md"))
          .toList();
    }
  }

  private static Map<String, String> sparkSettings(S3Server store) throws IOException {
    Map<String, String> settings = new HashMap<>(store.sparkSettings());
    settings.put("spark.jars", SparkHome.property("lancetrain.jar"));
    settings.put("spark.driver.extraClassPath", s3a());
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.sql.shuffle.partitions", "2");
    settings.put("spark.ui.enabled", "false");
    return settings;
  }

  /** PySpark brings everything but this. */
  private static String s3a() throws IOException {
    String jars = Files.readString(Path.of(SparkHome.property("lancetrain.spark.class.path.file")));
    return Arrays.stream(jars.strip().split(File.pathSeparator))
        .filter(jar -> jar.matches(".*/(hadoop-aws|aws-java-sdk-bundle)-[^/]*"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
