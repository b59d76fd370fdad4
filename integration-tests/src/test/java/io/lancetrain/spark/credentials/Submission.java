package io.lancetrain.spark.credentials;

import io.lancetrain.spark.examples.SparkHome;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A program of these tests under {@code spark-submit}, with the connector in {@code --jars}, as
 * people start them.
 */
final class Submission {
  private final Path folder;
  private final ProviderPlace place;
  private final Map<String, String> settings = new HashMap<>();
  private SparkHome home;

  /** How the class of a user's provider gets to Spark. S3A itself finds it in the first only. */
  enum ProviderPlace {
    SPARKS_JARS,
    JARS_OF_THE_APPLICATION
  }

  /** One whose files go into this folder. */
  Submission(Path folder, ProviderPlace place) {
    this.folder = folder;
    this.place = place;
  }

  /** Sets a property of the application. */
  Submission with(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** Runs it to its end. */
  SparkHome.Outcome run(
      String master, Class<?> program, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    home = SparkHome.create();
    Path provider = OwnProvider.jar(folder);
    String jars = SparkHome.property("lancetrain.jar");
    switch (place) {
      case SPARKS_JARS -> home.install(provider);
      case JARS_OF_THE_APPLICATION -> jars += "," + provider;
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "--master",
                master,
                "--properties-file",
                properties().toString(),
                "--jars",
                jars,
                "--class",
                program.getName(),
                jarOf(program).toString()));
    command.addAll(List.of(arguments));
    return home.submit(command, environment);
  }

  /** What the executors of the last run wrote on standard error. */
  List<String> executorLogs() throws IOException {
    return home.executorLogs();
  }

  private Path properties() throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.put("spark.ui.enabled", "false");
    properties.put("spark.executor.memory", "1g");
    Path file = folder.resolve("spark.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  /** Executors get code in jars alone. */
  private Path jarOf(Class<?> program) throws IOException {
    Path root = Path.of(program.getProtectionDomain().getCodeSource().getLocation().getPath());
    String inside = program.getPackageName().replace('.', '/');
    Path jar = folder.resolve("program.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(root.resolve(inside))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(program.getSimpleName())) {
          out.putNextEntry(new JarEntry(inside + "/" + name));
          Files.copy(file, out);
        }
      }
    }
    return jar;
  }
}
