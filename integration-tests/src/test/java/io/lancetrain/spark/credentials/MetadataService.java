package io.lancetrain.spark.credentials;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lancetrain.spark.testing.TemporaryKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What Amazon's machines find at a fixed address, on a free port of the loopback address: the
 * metadata of an instance, with tokens as its second version wants them, and the keys of a
 * container.
 */
final class MetadataService implements AutoCloseable {
  /** What a container shows to be given keys. */
  static final String CONTAINER_TOKEN = "token-of-the-container";

  private static final String INSTANCE_TOKEN = "token-of-the-instance";
  private static final String ROLE = "role-of-the-instance";
  private static final Duration LIFE = Duration.ofHours(1);

  private final HttpServer server;
  private final List<String> ofInstance = new CopyOnWriteArrayList<>();
  private final List<String> ofContainer = new CopyOnWriteArrayList<>();

  private MetadataService(HttpServer server) {
    this.server = server;
  }

  /** Starts it; it answers when this returns. */
  static MetadataService start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    MetadataService service = new MetadataService(server);
    server.createContext("/", service::answer);
    server.start();
    return service;
  }

  /** The address that stands for the fixed one. */
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where a container asks for its keys. */
  String containerAddress() {
    return endpoint() + "/container/keys";
  }

  /** The access keys that the instance was given so far. */
  List<String> ofInstance() {
    return List.copyOf(ofInstance);
  }

  /** The access keys that the container was given so far. */
  List<String> ofContainer() {
    return List.copyOf(ofContainer);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String credentials = "/latest/meta-data/iam/security-credentials/";
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    if (request.equals("PUT /latest/api/token")) {
      exchange.getResponseHeaders().set("X-aws-ec2-metadata-token-ttl-seconds", "21600");
      send(exchange, 200, INSTANCE_TOKEN);
    } else if (request.equals("GET " + credentials)) {
      send(exchange, "X-aws-ec2-metadata-token", INSTANCE_TOKEN, ROLE);
    } else if (request.equals("GET " + credentials + ROLE)) {
      send(exchange, "X-aws-ec2-metadata-token", INSTANCE_TOKEN, issue(ofInstance));
    } else if (request.equals("GET /container/keys")) {
      send(exchange, "Authorization", CONTAINER_TOKEN, issue(ofContainer));
    } else {
      send(exchange, 404, "");
    }
  }

  private static String issue(List<String> issued) {
    TemporaryKey key = TemporaryKey.issue(LIFE);
    issued.add(key.accessKey());
    return """
        {
          "Code": "Success",
          "LastUpdated": "%s",
          "Type": "AWS-HMAC",
          "AccessKeyId": "%s",
          "SecretAccessKey": "%s",
          "Token": "token-of-a-machine",
          "Expiration": "%s"
        }
        """
        .formatted(seconds(Instant.now()), key.accessKey(), key.secretKey(), seconds(key.until()));
  }

  /** Amazon's services give no fractions. */
  private static Instant seconds(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond());
  }

  /** Answers to whoever shows the token in this header. */
  private static void send(HttpExchange exchange, String header, String token, String text)
      throws IOException {
    boolean shown = token.equals(exchange.getRequestHeaders().getFirst(header));
    send(exchange, shown ? 200 : 401, shown ? text : "");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
