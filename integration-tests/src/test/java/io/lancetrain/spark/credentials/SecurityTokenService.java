package io.lancetrain.spark.credentials;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.lancetrain.spark.testing.TemporaryKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Amazon's Security Token Service on a free port of the loopback address, as far as SDKs of both
 * generations ask it for the keys of a role. It knows who may have which role, and not whether a
 * signature is right.
 */
public final class SecurityTokenService implements AutoCloseable {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private final HttpServer server;
  private final Map<String, Role> roles = new ConcurrentHashMap<>();
  private final Map<String, List<TemporaryKey>> issued = new ConcurrentHashMap<>();

  /**
   * A role that may be had.
   *
   * @param proof what the caller has to show: the credential scope that signed the request as it
   *     begins, {@code KEY/}, or a token
   * @param life how long each of its keys lives
   */
  private record Role(String proof, Duration life) {}

  private SecurityTokenService(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  /** Starts it; it answers when this returns. */
  static SecurityTokenService start(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new SecurityTokenService(server);
  }

  /** Starts one that speaks no TLS, which is enough for SDK 1 if it is told so. */
  public static SecurityTokenService withoutTls() throws IOException {
    return new SecurityTokenService(HttpServer.create(anyPort(), 0));
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Lets whoever signs with this access key have the role. */
  SecurityTokenService withRole(String name, String accessKey, Duration life) {
    roles.put(name, new Role(accessKey + "/", life));
    return this;
  }

  /** Lets whoever shows this token have the role. */
  SecurityTokenService withRoleOfToken(String name, String token, Duration life) {
    roles.put(name, new Role(token, life));
    return this;
  }

  /** The port of the loopback address. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The keys that were given out for a role so far. */
  List<String> issued(String role) {
    return issued.getOrDefault(role, List.of()).stream().map(TemporaryKey::accessKey).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String action = form.getOrDefault("Action", "");
    String arn = form.getOrDefault("RoleArn", "");
    Optional<Role> role =
        Optional.ofNullable(roles.get(arn)).filter(found -> proves(exchange, form, found));
    if (role.isEmpty()) {
      send(exchange, 403, refusal(arn));
      return;
    }
    TemporaryKey key = TemporaryKey.issue(role.get().life());
    issued.computeIfAbsent(arn, name -> new CopyOnWriteArrayList<>()).add(key);
    send(exchange, 200, answer(action, arn, key));
  }

  private static boolean proves(HttpExchange exchange, Map<String, String> form, Role role) {
    return switch (form.getOrDefault("Action", "")) {
      case "AssumeRole" ->
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
              .orElse("")
              .contains("Credential=" + role.proof());
      case "AssumeRoleWithWebIdentity" -> role.proof().equals(form.get("WebIdentityToken"));
      default -> false;
    };
  }

  private static Map<String, String> parameters(String form) {
    return Arrays.stream(form.split("&"))
        .map(pair -> (pair + "=").split("=", -1))
        .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String answer(String action, String arn, TemporaryKey key) {
    return """
        <%1$sResponse xmlns="%2$s">
          <%1$sResult>
            <AssumedRoleUser>
              <AssumedRoleId>AROA123EXAMPLE123:session</AssumedRoleId>
              <Arn>%3$s/session</Arn>
            </AssumedRoleUser>
            <Credentials>
              <AccessKeyId>%4$s</AccessKeyId>
              <SecretAccessKey>%5$s</SecretAccessKey>
              <SessionToken>token-of-a-role</SessionToken>
              <Expiration>%6$s</Expiration>
            </Credentials>
          </%1$sResult>
          <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
        </%1$sResponse>
        """
        .formatted(action, NAMESPACE, arn, key.accessKey(), key.secretKey(), key.until());
  }

  private static String refusal(String arn) {
    return """
        <ErrorResponse xmlns="%s">
          <Error>
            <Type>Sender</Type>
            <Code>AccessDenied</Code>
            <Message>Nobody may have the role %s</Message>
          </Error>
          <RequestId>1</RequestId>
        </ErrorResponse>
        """
        .formatted(NAMESPACE, arn);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
