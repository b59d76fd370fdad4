package io.lancetrain.spark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** Speaks TLS on the loopback address, and hands on what it hears to an {@link S3Server}. */
public final class TlsProxy implements AutoCloseable {
  private final S3Server server;
  private final ServerSocket socket;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "tls-proxy");
            thread.setDaemon(true);
            return thread;
          });

  private TlsProxy(S3Server server, ServerSocket socket) {
    this.server = server;
    this.socket = socket;
  }

  /** Starts it; the server stays the caller's. */
  public static TlsProxy before(S3Server server, SSLContext tls) throws IOException {
    TlsProxy proxy =
        new TlsProxy(
            server,
            tls.getServerSocketFactory()
                .createServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    proxy.threads.execute(proxy::acceptClients);
    return proxy;
  }

  /** The address to give to clients, {@code https://127.0.0.1:PORT}. */
  public String endpoint() {
    return "https://127.0.0.1:" + socket.getLocalPort();
  }

  /** The options {@code storage.NAME} with which the connector reaches the server through this. */
  public Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    server.lanceStorageOptions().forEach((name, value) -> options.put("storage." + name, value));
    options.put("storage.aws_endpoint", endpoint());
    options.remove("storage.allow_http");
    return options;
  }

  @Override
  public void close() {
    try {
      socket.close();
      threads.shutdownNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptClients() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** A client that does not like the certificate hangs up. */
  @SuppressWarnings("EmptyCatch")
  private void serve(Socket client) {
    try (client;
        Socket store =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(server.endpoint()).getPort())) {
      threads.execute(() -> copy(client, store));
      copy(store, client);
    } catch (IOException hungUp) {
      // The client sees its connection closed.
    }
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
}
