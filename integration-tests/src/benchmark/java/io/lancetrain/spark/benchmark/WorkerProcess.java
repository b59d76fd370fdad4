package io.lancetrain.spark.benchmark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A contestant's JVM, with the same options as this one, at the other end of a connection. What it
 * prints lies in a log in the directory.
 */
final class WorkerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Contestant contestant;
  private final Path log;
  private final Process process;
  private final Socket connection;
  private final ObjectOutputStream commands;
  private final ObjectInputStream replies;

  WorkerProcess(Contestant contestant, Store store, Settings settings) {
    this.contestant = contestant;
    this.log = settings.directory().resolve(contestant.fileName() + ".log");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout((int) PATIENCE.toMillis());
      this.process =
          new ProcessBuilder(commandLine(contestant, settings, server.getLocalPort()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      this.connection = server.accept();
      this.commands = new ObjectOutputStream(connection.getOutputStream());
      this.commands.writeObject(store);
      this.replies = new ObjectInputStream(connection.getInputStream());
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private static List<String> commandLine(Contestant contestant, Settings settings, int port) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (settings.profiling() == Settings.Profiling.ON) {
      command.add(
          "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
              + settings.profile(contestant));
    }
    command.addAll(
        List.of(
            "-classpath",
            contestant.classPath(),
            Worker.class.getName(),
            contestant.name(),
            String.valueOf(port)));
    return command;
  }

  Reply ask(Command command) {
    try {
      commands.writeObject(command);
      return (Reply) replies.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw ended(e);
    }
  }

  private IllegalStateException ended(Exception cause) {
    return new IllegalStateException(
        "The JVM of " + contestant.title() + " ended before its time: see " + log, cause);
  }

  @Override
  public void close() {
    try {
      connection.close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
