package io.lancetrain.spark.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Speaks TLS on the loopback address, and hands on what it hears to an {@link S3Server}. */
public final class TlsProxy implements AutoCloseable {
  private final S3Server server;
  private final LoopbackListener listener;

  private TlsProxy(S3Server server, SSLContext tls) {
    this.server = server;
    this.listener = LoopbackListener.start("tls-proxy", tls.getServerSocketFactory(), this::serve);
  }

  /** Starts it; the server stays the caller's. */
  public static TlsProxy before(S3Server server, SSLContext tls) {
    return new TlsProxy(server, tls);
  }

  /** The address to give to clients, {@code https://127.0.0.1:PORT}. */
  public String endpoint() {
    return "https://127.0.0.1:" + listener.port();
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
    listener.close();
  }

  /** A client that does not like the certificate hangs up. */
  @SuppressWarnings("EmptyCatch")
  private void serve(Socket client) {
    try (client;
        Socket store =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(server.endpoint()).getPort())) {
      listener.join(client, store);
    } catch (IOException hungUp) {
      // The client sees its connection closed.
    }
  }
}
