package io.lancetrain.spark.nativelib;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with the class path of the tests; its output goes to files in a directory. */
final class ForkedJvm {
  private final Process process;
  private final Path output;
  private final Path errors;

  private ForkedJvm(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  static ForkedJvm start(
      Path directory, List<String> options, Class<?> program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "output", ".txt");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    return new ForkedJvm(process, output, errors);
  }

  /** Lets a program go on that waits for a byte on its standard input. */
  void release() throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write('\n');
    }
  }

  /** What the program printed, once it has ended well. */
  String output() throws IOException, InterruptedException {
    int code = process.waitFor();
    if (code != 0) {
      throw new AssertionError("exit code " + code + ":\n" + text(errors) + text(output));
    }
    return text(output).strip();
  }

  /** What the program wrote to standard error. */
  String errors() throws IOException {
    return text(errors).strip();
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
