package io.lancetrain.spark.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, since the promise is that the process lives. */
class DamagedFilesTest {
  @TempDir private Path scratch;

  @Test
  void noChangedByteInThePagesOrTheTableOfContentsOfADataFileEndsTheProcess() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-XX"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:ErrorFile=" + scratch.resolve("crash.log"),
            "-cp",
            String.join(
                File.pathSeparator,
                classes(),
                System.getProperty("lancetrain.jar"),
                Files.readString(Path.of(System.getProperty("lancetrain.spark.class.path.file")))
                    .strip()),
            DamagedFilesProgram.class.getName(),
            scratch.toString()));
    Path output = scratch.resolve("output.txt");
    Path errors = scratch.resolve("errors.txt");
    int code =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start()
            .waitFor();
    assertThat(code).as(Files.readString(output)).isZero();
    assertThat(output).content().endsWith("90 of 90\n");
    assertThat(errors).content().doesNotContain("panic in a function that cannot unwind");
  }

  private static String classes() throws Exception {
    return Path.of(
            DamagedFilesProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }
}
