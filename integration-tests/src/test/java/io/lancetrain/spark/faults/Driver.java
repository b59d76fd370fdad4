package io.lancetrain.spark.faults;

import io.lancetrain.spark.testing.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An {@link AppendProgram} in a JVM of its own, which can be killed. */
final class Driver implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final Process process;

  private Driver(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts a driver that appends the numbers from the first to before the end. */
  static Driver start(
      Path folder, FaultyTable table, Map<String, String> options, long first, long end)
      throws Exception {
    Files.createDirectories(folder);
    List<String> arguments =
        new ArrayList<>(
            List.of(folder.toString(), table.uri(), String.valueOf(first), String.valueOf(end)));
    options.forEach((name, value) -> arguments.add(name + "=" + value));
    return new Driver(
        folder,
        JavaProcess.start(
            folder.resolve("output"),
            AppendProgram.class,
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
            arguments.toArray(String[]::new)));
  }

  /** Waits until it could write. */
  void awaitReady() throws InterruptedException {
    await("ready");
  }

  /** Lets it write. */
  void go() throws IOException {
    Files.createFile(folder.resolve("go"));
  }

  /** Waits until it has written. */
  void awaitDone() throws InterruptedException {
    await("done");
  }

  /** Lets it end, and waits for that. */
  int end() throws Exception {
    Files.createFile(folder.resolve("end"));
    process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return process.exitValue();
  }

  /** Kills it, as a machine that is lost does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private void await(String file) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(folder.resolve(file))) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("The driver was not " + file + ": " + output());
      }
      Thread.sleep(20);
    }
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
