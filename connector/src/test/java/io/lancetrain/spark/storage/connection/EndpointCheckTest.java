package io.lancetrain.spark.storage.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lancetrain.spark.storage.Endpoint;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointCheckTest {
  private static final TableUri TABLE = TableUri.parse("s3://b/t.lance");

  @Test
  void findsTheStoreAndNoticesThatItIsGone() throws Exception {
    EndpointCheck check = new EndpointCheck(Map.of());
    StorageSettings settings;
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    try {
      settings = endpoint("http://127.0.0.1:" + server.getAddress().getPort());
      assertThatCode(() -> check.check(TABLE, settings)).doesNotThrowAnyException();
    } finally {
      server.stop(0);
    }
    assertThatCode(() -> check.check(TABLE, settings))
        .as("an endpoint that was reached is not tried again")
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> new EndpointCheck(Map.of()).check(TABLE, settings))
        .hasMessageStartingWith("[LANCE_STORE_UNREACHABLE]")
        .hasMessageContaining(settings.lanceOptions().get("aws_endpoint"))
        .hasMessageContaining("connection refused");
  }

  @Test
  void saysThatAPortTakesConnectionsAndDoesNotAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  new EndpointCheck(Map.of())
                      .check(TABLE, endpoint("http://127.0.0.1:" + silent.getLocalPort())))
          .hasMessageStartingWith("[LANCE_STORE_UNREACHABLE]")
          .hasMessageContaining("no answer");
    }
  }

  @Test
  void saysThatAPortSpeaksHttpOnly() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answerOnce(server));
      answering.start();
      assertThatThrownBy(
              () ->
                  new EndpointCheck(Map.of())
                      .check(TABLE, endpoint("https://127.0.0.1:" + server.getLocalPort())))
          .hasMessageStartingWith("[LANCE_STORE_UNREACHABLE]")
          .hasMessageContaining("does not speak https");
      answering.join();
    }
  }

  private static void answerOnce(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read();
      socket
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException clientIsGone) {
      throw new UncheckedIOException(clientIsGone);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://store.invalid",
        "http://my_minio.invalid:9000",
        "http://my_minio.invalid"
      })
  void saysThatAHostIsUnknown(String address) {
    assertThatThrownBy(() -> new EndpointCheck(Map.of()).check(TABLE, endpoint(address)))
        .hasMessageStartingWith("[LANCE_STORE_UNREACHABLE]")
        .hasMessageContaining(address)
        .hasMessageContaining("unknown host");
  }

  @ParameterizedTest
  @CsvSource({
    "http://my_minio:9000, my_minio, 9000",
    "http://my_minio/base, my_minio, 80",
    "https://t3.storage.dev, t3.storage.dev, 443",
    "https://[::1]:9000/base, [::1], 9000"
  })
  void connectsToTheHostAndPortThatTheAddressNames(String address, String host, int port) {
    Endpoint endpoint = Endpoint.parse(new Setting(address, "test"), "https");

    assertThat(endpoint.host()).isEqualTo(host);
    assertThat(endpoint.port()).isEqualTo(port);
  }

  @Test
  void leavesAmazonAndProxiedStoresAlone() {
    assertThatCode(
            () -> {
              new EndpointCheck(Map.of()).check(TABLE, StorageSettings.NONE);
              new EndpointCheck(Map.of("https_proxy", "http://p:1"))
                  .check(TABLE, endpoint("https://store.invalid"));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void namesAProxyThatCannotBeReachedAndHidesItsPassword() {
    StorageSettings settings =
        endpoint("https://store.invalid").with("proxy_url", "http://me:word@proxy.invalid:3128");

    assertThatThrownBy(() -> new EndpointCheck(Map.of()).check(TABLE, settings))
        .hasMessageContaining("the proxy (proxy_url http://***@proxy.invalid:3128 from")
        .hasMessageContaining("unknown host")
        .hasMessageNotContaining("word");
  }

  private static StorageSettings endpoint(String address) {
    return StorageSettings.of(Map.of("aws_endpoint", address));
  }
}
