package io.lancetrain.spark.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the connector is loaded by a child of the system class loader. */
@Tag("round-trip")
class ChildClassLoaderTest {
  /** Whether the other JVM opens {@code java.lang} to the connector, as Spark's launcher does. */
  private enum JavaLang {
    OPEN,
    CLOSED
  }

  @TempDir private Path scratch;

  @Test
  void aTableIsWrittenAndReadWithNothingOnStandardError() throws Exception {
    Path errors = scratch.resolve("errors.txt");
    assertThat(run(errors, JavaLang.OPEN)).isEqualTo("10 rows");
    assertThat(errors).isEmptyFile();
  }

  /** Shows as well that the other test looks in the right place. */
  @Test
  void whereTheJdkIsClosedTheResultIsRightAllTheSame() throws Exception {
    Path errors = scratch.resolve("errors.txt");
    assertThat(run(errors, JavaLang.CLOSED)).isEqualTo("10 rows");
    assertThat(errors).content().contains("AsyncScanner class not found");
  }

  private String run(Path errors, JavaLang javaLang) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The options of this JVM are those of Spark's launcher.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-XX"))
        .filter(
            option ->
                javaLang == JavaLang.OPEN || !option.contains("java.base/java.lang=ALL-UNNAMED"))
        .forEach(command::add);
    String tests =
        Path.of(
                ChildClassLoaderProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath())
            .toString();
    String spark =
        Files.readString(Path.of(System.getProperty("lancetrain.spark.class.path.file"))).strip();
    command.addAll(
        List.of(
            "-cp",
            tests + File.pathSeparator + spark,
            ChildClassLoaderProgram.class.getName(),
            System.getProperty("lancetrain.jar"),
            scratch.resolve("numbers.lance").toString()));
    Path output = scratch.resolve("output.txt");
    int code =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start()
            .waitFor();
    assertThat(code).as(Files.readString(errors)).isZero();
    return Files.readString(output).strip();
  }
}
