package io.lancetrain.spark.testing;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program of the tests in a JVM of its own, with Spark and the connector's jar.
 *
 * @param exitCode 0 if it ended well
 * @param output what it printed
 * @param errors what it printed on standard error
 */
public record JavaProcess(int exitCode, String output, String errors) {

  /**
   * Runs it to its end.
   *
   * @param program has a main method
   * @param options of the JVM, beyond those that Spark needs
   * @param arguments of the program
   */
  public static JavaProcess run(Class<?> program, List<String> options, String... arguments)
      throws Exception {
    return run(program, options, Map.of(), arguments);
  }

  /** Runs it to its end, with these variables in its environment beside those of this JVM. */
  public static JavaProcess run(
      Class<?> program, List<String> options, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = command(program, options, arguments);
    Path output = Files.createTempFile("output", ".txt");
    Path errors = Files.createTempFile("errors", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().putAll(environment);
      int exitCode = builder.start().waitFor();
      SecretSearch.check(program.getName() + " printed", List.of(output, errors));
      return new JavaProcess(exitCode, Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  /** Starts it, for a test that ends it; what it prints goes to this file. */
  public static Process start(
      Path output, Class<?> program, List<String> options, String... arguments) throws Exception {
    return new ProcessBuilder(command(program, options, arguments))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static List<String> command(Class<?> program, List<String> options, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-XX"))
        .forEach(command::add);
    command.add("-D" + SecretSearch.DIRECTORY + "=" + SecretSearch.folder("."));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(program), program.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String classPath(Class<?> program) throws Exception {
    return String.join(
        File.pathSeparator,
        Path.of(program.getProtectionDomain().getCodeSource().getLocation().toURI()).toString(),
        System.getProperty("lancetrain.jar"),
        spark());
  }

  private static String spark() throws IOException {
    return Files.readString(Path.of(System.getProperty("lancetrain.spark.class.path.file")))
        .strip();
  }
}
