package io.lancetrain.spark.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/**
 * An HTTP proxy on the loopback address that connects every client to one server there, whatever
 * host it asks for: programs that insist on a host of Amazon's need neither a name server nor a
 * network.
 */
public final class TunnelProxy implements AutoCloseable {
  private final int port;
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();
  private final LoopbackListener listener;

  private TunnelProxy(int port) {
    this.port = port;
    this.listener =
        LoopbackListener.start("tunnel-proxy", ServerSocketFactory.getDefault(), this::serve);
  }

  /** Starts one that leads to this port of the loopback address. */
  public static TunnelProxy to(int port) {
    return new TunnelProxy(port);
  }

  /** The port of the loopback address. */
  public int port() {
    return listener.port();
  }

  /** What was asked for, each as {@code HOST:PORT}. */
  public Set<String> hosts() {
    return Set.copyOf(hosts);
  }

  @Override
  public void close() {
    listener.close();
  }

  /** A client that hangs up ends its connection, and is no failure of this proxy. */
  @SuppressWarnings("EmptyCatch")
  private void serve(Socket client) {
    try (client) {
      BufferedInputStream in = new BufferedInputStream(client.getInputStream(), 1);
      Optional<HttpMessage> request = HttpMessage.request(in, client.getOutputStream());
      if (request.isPresent() && request.get().method().equals("CONNECT")) {
        hosts.add(request.get().target());
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
          client
              .getOutputStream()
              .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
          listener.join(client, server);
        }
      }
    } catch (IOException hungUp) {
      // The client sees its connection closed.
    }
  }
}
