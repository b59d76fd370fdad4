package io.lancetrain.spark.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * A proxy in front of an {@link S3Server} that keeps the head of every request, and changes
 * nothing.
 *
 * <p>It can stand for the store itself, or for any host at all: a client that has it for its HTTP
 * proxy asks it for {@code http://t3.storage.dev/…}, and needs neither a name server nor a network.
 */
public final class RecordingProxy implements AutoCloseable {
  private final S3Server server;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  /** What is answered to a request that was answered before; nothing is kept where this is null. */
  private final Map<String, HttpMessage> answers;

  private final LoopbackListener listener;

  private RecordingProxy(S3Server server, Map<String, HttpMessage> answers) {
    this.server = server;
    this.answers = answers;
    this.listener =
        LoopbackListener.start("recording-proxy", ServerSocketFactory.getDefault(), this::serve);
  }

  /**
   * A request as it came.
   *
   * @param method such as GET
   * @param target the path and query, or the whole address where the client took this for its proxy
   */
  public record Seen(String method, String target, List<String> headers) {
    /** The value of a header; empty where it was not sent. */
    public Optional<String> header(String name) {
      return new HttpMessage("", headers, new byte[0]).header(name);
    }

    /** The method and the target, without what changes from request to request. */
    @Override
    public String toString() {
      return method + " " + target;
    }
  }

  /** Starts on a free port of the loopback address. */
  public static RecordingProxy before(S3Server server) {
    return new RecordingProxy(server, null);
  }

  /** Starts one that is a cache for reads: what it answered once it answers for ever. */
  public static RecordingProxy caching(S3Server server) {
    return new RecordingProxy(server, new ConcurrentHashMap<>());
  }

  /** The address to give to clients, {@code http://127.0.0.1:PORT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  /** The port of the loopback address. */
  public int port() {
    return listener.port();
  }

  /** What a store was asked so far; not what asks the proxy itself whether it is there. */
  public List<Seen> seen() {
    return seen.stream().filter(request -> !request.target().equals("/")).toList();
  }

  /** Forgets every request so far. */
  public void forget() {
    seen.clear();
  }

  @Override
  public void close() {
    listener.close();
  }

  /** A client that hangs up ends its connection, and is no failure of this proxy. */
  @SuppressWarnings("EmptyCatch")
  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      Optional<HttpMessage> request = HttpMessage.request(in, client.getOutputStream());
      while (request.isPresent()) {
        pass(request.get(), client);
        request = HttpMessage.request(in, client.getOutputStream());
      }
    } catch (IOException hungUp) {
      // The client has what it wanted.
    }
  }

  private void pass(HttpMessage request, Socket client) throws IOException {
    seen.add(new Seen(request.method(), request.target(), List.copyOf(request.headers())));
    if (answers == null) {
      ask(request).writeTo(client.getOutputStream());
      return;
    }
    String key = request.start() + " " + request.header("Range").orElse("");
    HttpMessage answer = answers.get(key);
    if (answer == null) {
      answer = ask(request);
      if (answer.status() / 100 == 2) {
        answers.put(key, answer);
      }
    }
    answer.writeTo(client.getOutputStream());
  }

  private HttpMessage ask(HttpMessage request) throws IOException {
    try (Socket store =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.endpoint()).getPort())) {
      toServer(request).writeTo(store.getOutputStream());
      return HttpMessage.answer(new BufferedInputStream(store.getInputStream()), request.method());
    }
  }

  /**
   * A server wants the path alone, with the bucket in it; the host that was signed stays in its
   * header.
   */
  private static HttpMessage toServer(HttpMessage request) {
    String start =
        request
            .start()
            .replaceFirst("^(\\S+) http://([^/ ]+)[.]t3[.]storage[.]dev(?::80)?/", "$1 /$2/")
            .replaceFirst("^(\\S+) http://[^/ ]+/", "$1 /");
    return new HttpMessage(start, request.headers(), request.body());
  }
}
