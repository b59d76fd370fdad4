package io.lancetrain.spark.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * A proxy in front of an {@link S3Server} that has the faults of a store: it loses answers, refuses
 * requests, applies them and says that it did not, cuts them short, breaks connections.
 *
 * <p>It hands messages on as they are, with the {@code Host} that the client signed. It speaks
 * plain HTTP/1.1 on a free port of the loopback address and holds each message in memory.
 */
public final class FaultProxy implements AutoCloseable {
  private final S3Server server;
  private final LoopbackListener listener;
  private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
  private final S3RequestLog requests = new S3RequestLog();

  private FaultProxy(S3Server server) {
    this.server = server;
    this.listener =
        LoopbackListener.start("fault-proxy", ServerSocketFactory.getDefault(), this::serve);
  }

  /** Starts a proxy that hands everything on to this server, which stays the caller's. */
  public static FaultProxy before(S3Server server) {
    return new FaultProxy(server);
  }

  /** The address to give to clients, {@code http://127.0.0.1:PORT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + listener.port();
  }

  /** The settings with which Spark's {@code s3a://} reaches the server through this proxy. */
  public Map<String, String> sparkSettings() {
    return withThisEndpoint(server.sparkSettings(), "spark.hadoop.fs.s3a.endpoint");
  }

  /** The settings with which Lance itself reaches the server through this proxy. */
  public Map<String, String> lanceStorageOptions() {
    return withThisEndpoint(server.lanceStorageOptions(), "aws_endpoint");
  }

  private Map<String, String> withThisEndpoint(Map<String, String> settings, String name) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(name, endpoint());
    return changed;
  }

  /** Adds a rule; where several fit a request, the first that was added strikes. */
  public FaultRule add(FaultRule rule) {
    rules.add(rule);
    return rule;
  }

  /** Takes all rules away. */
  public void heal() {
    rules.clear();
  }

  /** What clients asked, with the status that they got: 0 where they got no answer. */
  public List<S3Request> requests() {
    return requests.now();
  }

  /** Forgets every request so far. */
  public void forgetRequests() {
    requests.clear();
  }

  /** Breaks all connections and takes no more, as a store that goes away. */
  @Override
  public void close() {
    listener.close();
  }

  /** A connection that breaks is what this proxy is for, and no failure of it. */
  @SuppressWarnings("EmptyCatch")
  private void serve(Socket client) {
    try (client) {
      int port = URI.create(server.endpoint()).getPort();
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      Optional<HttpMessage> request = HttpMessage.request(in, client.getOutputStream());
      while (request.isPresent()) {
        pass(new Passage(client, port, request.get()), describe(request.get()));
        request =
            client.isClosed()
                ? Optional.empty()
                : HttpMessage.request(in, client.getOutputStream());
      }
    } catch (IOException | UncheckedIOException broken) {
      // The client sees its connection closed.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(Passage passage, S3Request request) throws InterruptedException {
    int number = requests.arrived(request);
    Optional<FaultRule> rule = rules.stream().filter(each -> each.strikes(request)).findFirst();
    try {
      if (rule.isPresent()) {
        rule.get().fault().strike(passage);
      } else {
        passage.answer(passage.apply());
      }
    } finally {
      requests.answered(number, passage.answered(), 0);
    }
  }

  private static S3Request describe(HttpMessage request) {
    URI target = URI.create("http://store" + request.target());
    return S3Request.of(
        request.method(),
        target.getPath(),
        Optional.ofNullable(target.getRawQuery()).orElse(""),
        request.header("Range").orElse(""));
  }
}
