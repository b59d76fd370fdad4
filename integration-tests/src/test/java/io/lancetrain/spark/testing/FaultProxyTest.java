package io.lancetrain.spark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each fault does what it says, to the store and to the client. Where the bytes on the wire count,
 * the client is a socket, whose requests are not signed: the store answers them with 403 or 404.
 */
class FaultProxyTest {
  private static final Predicate<S3Request> PUTS = request -> request.method().equals("PUT");
  private static final Predicate<S3Request> GETS = request -> request.method().equals("GET");

  /** S3A would repeat what fails for minutes, and ask for folders. */
  private static final Map<String, String> ONE_ATTEMPT =
      Map.of(
          "fs.s3a.attempts.maximum", "1",
          "fs.s3a.retry.limit", "1",
          "fs.s3a.retry.throttle.limit", "1");

  private static final String STORES_OWN = "HTTP/1.1 40";

  private static S3Server server;

  private FaultProxy proxy;

  @BeforeAll
  static void startTheStore() {
    server = S3Server.builder().start();
    server.createBucket("bucket");
  }

  @AfterAll
  static void stopTheStore() {
    server.close();
  }

  @BeforeEach
  void start() {
    server.requests().clear();
    proxy = FaultProxy.before(server);
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  @Test
  void whatIsSignedPassesAsItIs() throws IOException {
    try (FileSystem through = client(proxy.sparkSettings());
        FileSystem direct = client(server.sparkSettings())) {
      write(through, "a b/ä+.txt", "written");

      assertThat(read(direct, "a b/ä+.txt")).isEqualTo("written");
      assertThat(read(through, "a b/ä+.txt")).isEqualTo("written");
      assertThat(through.listStatus(new Path("s3a://bucket/a b"))).hasSize(1);
      assertThat(through.delete(new Path("s3a://bucket/a b/ä+.txt"), false)).isTrue();
    }
    assertThat(proxy.requests()).extracting(S3Request::status).contains(200, 206, 204);
    assertThat(proxy.requests()).extracting(S3Request::key).contains("a b/ä+.txt");
  }

  @Test
  void anAnswerThatIsLostIsOfARequestThatIsApplied() throws IOException {
    FaultRule rule = proxy.add(FaultRule.always(PUTS, Fault.loseTheAnswer()));
    try (FileSystem through = client(proxy.sparkSettings());
        FileSystem direct = client(server.sparkSettings())) {
      assertThatThrownBy(() -> write(through, "lost.txt", "applied"))
          .isInstanceOf(IOException.class);

      assertThat(read(direct, "lost.txt")).isEqualTo("applied");
    }
    assertThat(rule.struck()).isPositive();
  }

  @Test
  void aClientWhoseAnswerIsLostSeesTheEndOfTheConnection() throws IOException {
    proxy.add(FaultRule.once(GETS, Fault.loseTheAnswer()));

    assertThat(raw("GET", "")).isEmpty();
    assertThat(server.requests().all()).hasSize(1);
  }

  @Test
  void anErrorInPlaceOfTheAnswerIsOfARequestThatIsApplied() throws IOException {
    proxy.add(FaultRule.always(PUTS, Fault.applyAndAnswer(StoreError.SLOW_DOWN)));
    try (FileSystem through = client(proxy.sparkSettings());
        FileSystem direct = client(server.sparkSettings())) {
      assertThatThrownBy(() -> write(through, "503.txt", "applied"))
          .hasStackTraceContaining("SlowDown");

      assertThat(read(direct, "503.txt")).isEqualTo("applied");
    }
  }

  @Test
  void theStoreNeverSeesWhatIsRefused() throws IOException {
    proxy.add(FaultRule.once(PUTS, Fault.refuse(StoreError.TOO_MANY_REQUESTS)));
    proxy.add(FaultRule.once(GETS, Fault.refuse(StoreError.FULL.retryAfter(3))));

    assertThat(raw("PUT", "body")).startsWith("HTTP/1.1 429 ").doesNotContain("Retry-After");
    assertThat(raw("GET", ""))
        .startsWith("HTTP/1.1 507 ")
        .contains("\r\nRetry-After: 3\r\n", "<Code>InsufficientStorage</Code>");
    assertThat(server.requests().all()).isEmpty();
    assertThat(proxy.requests()).extracting(S3Request::status).containsExactly(429, 507);
  }

  @Test
  void whatIsRefusedHasNoBodyWhereItIsAHead() throws IOException {
    proxy.add(FaultRule.once(request -> true, Fault.refuse(StoreError.SLOW_DOWN)));

    assertThat(raw("HEAD", "")).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\n");
  }

  @Test
  void theStoreSeesWhatIsDelayedLater() throws IOException {
    Duration delay = Duration.ofMillis(300);
    proxy.add(FaultRule.once(GETS, Fault.delay(delay)));
    Instant begin = Instant.now();

    assertThat(raw("GET", "")).startsWith(STORES_OWN);
    assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void aRequestThatIsCutIsNotAppliedAndNotAnswered() throws IOException {
    proxy.add(FaultRule.always(PUTS, Fault.cutTheRequest()));
    try (FileSystem through = client(proxy.sparkSettings());
        FileSystem direct = client(server.sparkSettings())) {
      assertThatThrownBy(() -> write(through, "cut.txt", "never whole"))
          .isInstanceOf(IOException.class);

      assertThat(direct.exists(new Path("s3a://bucket/cut.txt"))).isFalse();
    }
    assertThat(server.requests().count(PUTS)).isPositive();
  }

  @Test
  void anAnswerThatIsCutHasHalfOfItsBody() throws IOException {
    String whole = body(raw("GET", ""));
    proxy.add(FaultRule.once(GETS, Fault.cutTheAnswer()));

    String cut = body(raw("GET", ""));

    assertThat(cut).hasSizeBetween(whole.length() / 2 - 20, whole.length() / 2 + 20);
    assertThat(whole).startsWith(cut.substring(0, cut.length() / 2));
  }

  @Test
  void theStoreNeverSeesARequestWhoseConnectionIsReset() {
    proxy.add(FaultRule.once(GETS, Fault.reset()));

    assertThatThrownBy(() -> raw("GET", "")).isInstanceOf(SocketException.class);
    assertThat(server.requests().all()).isEmpty();
  }

  @Test
  void aRuleStrikesTheRequestOfItsNumberAlone() throws IOException {
    FaultRule second = proxy.add(FaultRule.nth(GETS, 2, Fault.refuse(StoreError.INTERNAL)));

    assertThat(raw("GET", "")).startsWith(STORES_OWN);
    assertThat(raw("PUT", "x")).startsWith(STORES_OWN);
    assertThat(second.struck()).isZero();
    assertThat(raw("GET", "")).startsWith("HTTP/1.1 500 ");
    assertThat(raw("GET", "")).startsWith(STORES_OWN);
    assertThat(second.struck()).isEqualTo(1);
  }

  @Test
  void nothingStrikesAProxyThatHasHealed() throws IOException {
    proxy.add(FaultRule.always(request -> true, Fault.refuse(StoreError.INTERNAL)));
    proxy.heal();

    assertThat(raw("GET", "")).startsWith(STORES_OWN);
  }

  @Test
  void aHeldRequestIsAppliedWhenItIsReleasedThoughItsClientIsGone() throws Exception {
    HeldRequest held = new HeldRequest();
    proxy.add(FaultRule.once(GETS, held));
    try (Socket client = connect()) {
      send(client, "GET", "");
      held.awaitArrival();
      assertThat(server.requests().all()).isEmpty();
    }

    held.releaseAndAwaitAnswer();

    assertThat(server.requests().all()).hasSize(1);
  }

  @Test
  void aProxyThatIsClosedBreaksConnectionsAndTakesNoMore() throws Exception {
    try (Socket client = connect()) {
      send(client, "GET", "");
      assertThat(client.getInputStream().read()).isEqualTo('H');

      proxy.close();

      assertThatThrownBy(() -> client.getInputStream().transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  /** What a client reads until the connection ends. */
  private String raw(String method, String body) throws IOException {
    try (Socket client = connect()) {
      send(client, method, body);
      client.shutdownOutput();
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), URI.create(proxy.endpoint()).getPort());
  }

  private static void send(Socket client, String method, String body) throws IOException {
    String request =
        String.join(
            "\r\n",
            List.of(
                method + " /bucket/key HTTP/1.1",
                "Host: localhost",
                "Content-Length: " + body.length(),
                "",
                body));
    client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static FileSystem client(Map<String, String> settings) throws IOException {
    Configuration configuration = new Configuration();
    settings.forEach(
        (name, value) -> configuration.set(name.substring("spark.hadoop.".length()), value));
    ONE_ATTEMPT.forEach(configuration::set);
    return FileSystem.newInstance(URI.create("s3a://bucket/"), configuration);
  }

  private static void write(FileSystem client, String key, String content) throws IOException {
    try (FSDataOutputStream file = client.create(new Path("s3a://bucket/" + key))) {
      file.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(FileSystem client, String key) throws IOException {
    try (var file = client.open(new Path("s3a://bucket/" + key))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
