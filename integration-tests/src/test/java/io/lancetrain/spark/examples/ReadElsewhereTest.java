package io.lancetrain.spark.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.PythonEnvironment;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that the quick start prints last can be run when it has ended. */
class ReadElsewhereTest {
  private final SparkSession spark = TestSession.shared();

  @TempDir private Path directory;
  private String text;

  @BeforeEach
  void theServerHasStopped() {
    String uri = "s3://training/t.lance";
    try (S3Server store = S3Server.builder().directory(directory).start()) {
      store.createBucket("training");
      spark
          .range(3)
          .write()
          .format("lance")
          .options(
              store.lanceStorageOptions().entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          option -> "storage." + option.getKey(), option -> option.getValue())))
          .option("tag", "v1")
          .save(uri);
      text = new ReadElsewhere(uri, "v1", spark.version(), store, directory).text();
    }
  }

  @Test
  void theLineForPySparkReadsTheTable() {
    assertThat(Path.of(first("pyspark --jars '(.*)'"))).isRegularFile();
    assertThat(
            spark
                .read()
                .format("lance")
                .option("tag", first("option\\(\"tag\", \"(.*?)\"\\)"))
                .load(first("load\\(\"(.*?)\"\\)"))
                .count())
        .isEqualTo(3);
  }

  /** Without those of PyTorch, which is no package of this build. */
  @Test
  void theLinesForPythonReadTheTable() {
    String code = first(">>> (import lance)") + "\n" + first(">>> (table = .*)");

    assertThat(
            PythonEnvironment.ofThisBuild()
                .run("run_code.py", code + "\nprint(table.count_rows())"))
        .isEqualToIgnoringNewLines("3");
  }

  private String first(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }
}
