package io.lancetrain.spark.faults;

import io.lancetrain.spark.examples.SparkHome;
import io.lancetrain.spark.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A master and workers of Spark, each a process of its own and each worker with an address of its
 * own: to Spark they are on different hosts. It owns the processes.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("(spark://127\\.0\\.0\\.1:[0-9]+)");

  private final List<Process> processes = new ArrayList<>();
  private final String master;

  /** Starts a master and so many workers of one core, at 127.0.0.2 and so on. */
  StandaloneCluster(SparkHome home, int workers) throws IOException {
    Path log = home.directory().resolve("master.log");
    processes.add(
        home.start(
            log,
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")));
    Eventually.await(() -> address(log) != null);
    this.master = address(log);
    for (int worker = 0; worker < workers; worker++) {
      processes.add(
          home.start(
              home.directory().resolve("worker-" + worker + ".log"),
              "org.apache.spark.deploy.worker.Worker",
              List.of(
                  "--host",
                  "127.0.0." + (worker + 2),
                  "--port",
                  "0",
                  "--webui-port",
                  "0",
                  "--cores",
                  "1",
                  "--memory",
                  "1g",
                  master)));
    }
  }

  private static String address(Path log) {
    try {
      Matcher address = MASTER.matcher(Files.readString(log));
      return address.find() ? address.group(1) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The master's address, for {@code spark-submit --master}. */
  String master() {
    return master;
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
