package io.lancetrain.spark.examples;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A Spark installation made of the jars that the tests run on: enough of one for {@code
 * spark-submit} and for the executors of {@code local-cluster}, which start from its {@code jars}.
 */
public record SparkHome(Path directory) {
  private static final long SECONDS_TO_RUN = 180;

  /** What a run of {@code spark-submit} left behind. */
  public record Outcome(int exitCode, String standardOutput, String standardError) {}

  /** Lays the installation out in {@code target/spark-home}, in place of an earlier one. */
  public static SparkHome create() throws IOException {
    Path directory = classPathFile().resolveSibling("spark-home");
    FileUtil.fullyDelete(directory.toFile());
    Path jars = Files.createDirectories(directory.resolve("jars"));
    for (String jar : Files.readString(classPathFile()).trim().split(File.pathSeparator)) {
      Path target = Path.of(jar);
      Files.createSymbolicLink(jars.resolve(target.getFileName()), target);
    }
    return new SparkHome(directory);
  }

  /** Adds a jar to those that every part of this Spark has. */
  public void install(Path jar) throws IOException {
    Files.createSymbolicLink(directory.resolve("jars").resolve(jar.getFileName()), jar);
  }

  /** Runs {@code spark-submit} with these arguments and waits for its end. */
  public Outcome submit(List<String> arguments) throws IOException, InterruptedException {
    return submit(arguments, Map.of());
  }

  /** Runs {@code spark-submit} with these arguments and these variables beside the usual ones. */
  public Outcome submit(List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path standardOutput = directory.resolve("stdout");
    Path standardError = directory.resolve("stderr");
    ProcessBuilder builder = processBuilder("org.apache.spark.deploy.SparkSubmit", arguments);
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectOutput(standardOutput.toFile())
            .redirectError(standardError.toFile())
            .start();
    if (!process.waitFor(SECONDS_TO_RUN, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(
          "spark-submit still ran after "
              + SECONDS_TO_RUN
              + " s:\n"
              + Files.readString(standardError));
    }
    return new Outcome(
        process.exitValue(), Files.readString(standardOutput), Files.readString(standardError));
  }

  /** Starts a part of Spark as a process, whose output goes to a file; the caller ends it. */
  public Process start(Path log, String mainClass, List<String> arguments) throws IOException {
    return processBuilder(mainClass, arguments)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** The stderr of each executor that {@code local-cluster} started. */
  public List<String> executorLogs() throws IOException {
    Path work = directory.resolve("work");
    if (!Files.exists(work)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(work)) {
      return files
          .filter(file -> file.getFileName().toString().equals("stderr"))
          .map(SparkHome::read)
          .toList();
    }
  }

  private ProcessBuilder processBuilder(String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
    command.addAll(List.of("-cp", directory.resolve("jars") + "/*"));
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("SPARK_HOME", directory.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_SCALA_VERSION", property("lancetrain.scala.version"));
    return builder;
  }

  private static Path classPathFile() {
    return Path.of(property("lancetrain.spark.class.path.file"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A system property that the build gives to the tests. */
  public static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("The build has to set the system property " + name + ".");
    }
    return value;
  }
}
