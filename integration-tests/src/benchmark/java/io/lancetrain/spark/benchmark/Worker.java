package io.lancetrain.spark.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;

/**
 * The program of a contestant's JVM: takes {@link Command}s until the connection ends, and gives a
 * {@link Reply} to each.
 */
public final class Worker {
  private static final double NANOS = 1e9;

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Engine engine;

  private Worker(Engine engine) {
    this.engine = engine;
  }

  /** Takes the name of the contestant, and the port of this machine to connect to. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port);
        ObjectOutputStream replies = new ObjectOutputStream(connection.getOutputStream());
        ObjectInputStream commands = new ObjectInputStream(connection.getInputStream())) {
      Store store = (Store) commands.readObject();
      try (Engine engine = Contestant.valueOf(arguments[0]).engine(store)) {
        new Worker(engine).serve(commands, replies);
      }
    }
  }

  private void serve(ObjectInputStream commands, ObjectOutputStream replies)
      throws IOException, ClassNotFoundException {
    while (true) {
      Command command;
      try {
        command = (Command) commands.readObject();
      } catch (EOFException end) {
        return;
      }
      replies.writeObject(reply(command));
    }
  }

  private Reply reply(Command command) {
    String text = "";
    String failure = "";
    long processorBegin = 0;
    long begin = 0;
    try {
      command.prepare(engine);
      // The garbage of the query before is not this one's.
      System.gc();
      processorBegin = system.getProcessCpuTime();
      begin = System.nanoTime();
      text = command.on(engine);
    } catch (Exception | LinkageError e) {
      e.printStackTrace();
      failure = String.valueOf(e);
    }
    double seconds = (System.nanoTime() - begin) / NANOS;
    double processorSeconds = (system.getProcessCpuTime() - processorBegin) / NANOS;
    return new Reply(seconds, processorSeconds, text, failure);
  }
}
