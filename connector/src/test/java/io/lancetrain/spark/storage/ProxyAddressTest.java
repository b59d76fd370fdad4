package io.lancetrain.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One reading of a proxy's URL, for what connects to it and for S3A. */
class ProxyAddressTest {
  @ParameterizedTest
  @CsvSource({
    "http://proxy.example.com, http://proxy.example.com:80",
    "HTTPS://proxy/, https://proxy:443",
    "socks5://10.0.0.1, socks5://10.0.0.1:1080",
    "http://127.0.0.1:60999, http://127.0.0.1:60999",
    "http://127.0.0.1:65535/, http://127.0.0.1:65535",
    "http://[::1]:3128, http://[::1]:3128",
    "http://user:word@proxy:8080, http://proxy:8080"
  })
  void isReadWithItsPort(String url, String address) {
    assertThat(ProxyAddress.parse(url)).hasToString("Optional[" + address + "]");
  }

  @Test
  void userAndPasswordAreDecoded() {
    ProxyAddress proxy = ProxyAddress.parse("http://me%40home:a%3Ab+c@proxy:1").orElseThrow();
    assertThat(proxy.user()).contains("me@home");
    assertThat(proxy.password()).contains("a:b+c");
    assertThat(ProxyAddress.parse("http://proxy").orElseThrow().user()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "proxy:80", "ftp://proxy", "http://proxy:65536", "http://a/b"})
  void anotherTextIsNone(String url) {
    assertThat(ProxyAddress.parse(url)).isEqualTo(Optional.empty());
  }
}
