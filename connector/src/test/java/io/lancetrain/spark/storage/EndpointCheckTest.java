package io.lancetrain.spark.storage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointCheckTest {
  private static final TableUri TABLE = TableUri.parse("s3://b/t.lance");

  @Test
  void findsTheStoreAndNoticesThatItIsGone() throws Exception {
    EndpointCheck check = new EndpointCheck(Map.of());
    StorageSettings settings;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings = endpoint("http://127.0.0.1:" + server.getLocalPort());
      assertThatCode(() -> check.check(TABLE, settings)).doesNotThrowAnyException();
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
  void saysThatAHostIsUnknown() {
    assertThatThrownBy(
            () -> new EndpointCheck(Map.of()).check(TABLE, endpoint("https://store.invalid")))
        .hasMessageContaining("unknown host");
  }

  @Test
  void leavesAmazonAndProxiedStoresAlone() {
    assertThatCode(
            () -> {
              new EndpointCheck(Map.of()).check(TABLE, StorageSettings.NONE);
              new EndpointCheck(Map.of("https_proxy", "http://p:1"))
                  .check(TABLE, endpoint("https://store.invalid"));
              new EndpointCheck(Map.of())
                  .check(TABLE, endpoint("https://store.invalid").with("proxy_url", "http://p:1"));
            })
        .doesNotThrowAnyException();
  }

  private static StorageSettings endpoint(String address) {
    return StorageSettings.of(Map.of("aws_endpoint", address));
  }
}
