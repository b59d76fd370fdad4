package io.lancetrain.spark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/**
 * Takes connections on a free port of the loopback address, and gives each a thread. It owns the
 * connections: closing it breaks those that are open.
 */
final class LoopbackListener implements AutoCloseable {
  private static final int BACKLOG = 200;

  private final ServerSocket socket;
  private final Consumer<Socket> server;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final CountDownLatch noMore = new CountDownLatch(1);
  private final ExecutorService threads;

  private LoopbackListener(String name, ServerSocket socket, Consumer<Socket> server) {
    this.socket = socket;
    this.server = server;
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to listen.
   *
   * @param name what its threads are called
   * @param sockets makes the socket
   * @param server serves a connection until that ends
   */
  static LoopbackListener start(String name, ServerSocketFactory sockets, Consumer<Socket> server) {
    try {
      LoopbackListener listener =
          new LoopbackListener(
              name,
              sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()),
              server);
      listener.execute(listener::acceptClients);
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Runs more work for a connection, until this is closed. */
  void execute(Runnable work) {
    threads.execute(work);
  }

  /** Hands on what either of the two says to the other, until both have nothing more to say. */
  void join(Socket client, Socket server) {
    execute(() -> copy(client, server));
    copy(server, client);
  }

  /** Either side may hang up at any moment. */
  @SuppressWarnings("EmptyCatch")
  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException hungUp) {
      // Then the other side is told by the end of its own stream.
    }
  }

  /** A socket that is closed while a thread waits at it takes connections until that goes on. */
  @SuppressWarnings("EmptyCatch")
  private void acceptClients() {
    try {
      while (!socket.isClosed()) {
        Socket client = socket.accept();
        clients.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException closed) {
      // Then nobody listens any more.
    } finally {
      noMore.countDown();
    }
  }

  private void serve(Socket client) {
    try {
      server.accept(client);
    } finally {
      clients.remove(client);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      noMore.await();
      for (Socket client : clients) {
        Passage.reset(client);
      }
      threads.shutdownNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
