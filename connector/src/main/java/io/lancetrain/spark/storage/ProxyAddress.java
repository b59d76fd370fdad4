package io.lancetrain.spark.storage;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy as {@code proxy_url} names it.
 *
 * @param protocol {@code http}, {@code https} or {@code socks5}, in lower case
 * @param host a name or an address; one of IPv6 in brackets
 * @param port the port, or the protocol's own
 * @param user decoded; empty for none
 * @param password decoded, a secret; empty for none
 */
public record ProxyAddress(
    String protocol, String host, int port, Optional<String> user, Optional<String> password) {
  /** What is kept from a proxy through which nothing goes: every name and every address. */
  public static final String EVERYTHING = "*,0.0.0.0/0,::/0";

  private static final Pattern URL =
      Pattern.compile(
          "(https?|socks5)://(?:([^:@/]*)(?::([^@/]*))?@)?(\\[[^]]+]|[^:@/\\[]+)(?::([0-9]{1,5}))?/?",
          Pattern.CASE_INSENSITIVE);
  private static final int HIGHEST_PORT = 65_535;
  private static final Map<String, Integer> PORTS =
      Map.of("http", 80, "https", 443, "socks5", 1080);

  /** Whether these options of Lance's name a proxy through which something may go. */
  public static boolean isNamedIn(Map<String, String> lanceOptions) {
    return lanceOptions.containsKey(StorageOption.PROXY_URL)
        && !EVERYTHING.equals(lanceOptions.get(StorageOption.PROXY_EXCLUDES));
  }

  /** Takes a URL apart; empty for a text of another form. */
  public static Optional<ProxyAddress> parse(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String protocol = matcher.group(1).toLowerCase(Locale.ROOT);
    int port = matcher.group(5) == null ? PORTS.get(protocol) : Integer.parseInt(matcher.group(5));
    return port > HIGHEST_PORT
        ? Optional.empty()
        : Optional.of(
            new ProxyAddress(
                protocol,
                matcher.group(4),
                port,
                decoded(matcher.group(2)),
                decoded(matcher.group(3))));
  }

  private static Optional<String> decoded(String text) {
    return Optional.ofNullable(text)
        .map(found -> URLDecoder.decode(found.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return protocol + "://" + host + ":" + port;
  }
}
