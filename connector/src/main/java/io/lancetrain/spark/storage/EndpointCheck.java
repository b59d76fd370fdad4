package io.lancetrain.spark.storage;

import io.lancetrain.spark.error.StorageErrors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Sees whether anything listens at an endpoint, once for each, before Lance is sent there. Lance
 * takes minutes to give up on an address behind which nothing answers, and does not say why it
 * failed.
 *
 * @since 0.1.0
 */
public final class EndpointCheck {
  private static final int TIMEOUT_MILLISECONDS = 5000;

  private final Map<String, String> environment;
  private final Set<String> reached = ConcurrentHashMap.newKeySet();

  /** A check that has not reached anything yet; {@code environment} tells of proxies. */
  public EndpointCheck(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Connects to the endpoint of these settings, unless it was reached before, there is none (Amazon
   * itself), or a proxy stands between.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_STORE_UNREACHABLE, within about 5 s
   */
  public void check(TableUri uri, StorageSettings settings) {
    String endpoint = settings.lanceOptions().get(StorageOption.ENDPOINT);
    if (endpoint == null || reached.contains(endpoint) || isProxied(settings)) {
      return;
    }
    connect(uri, endpoint);
    reached.add(endpoint);
  }

  private boolean isProxied(StorageSettings settings) {
    return settings.lanceOptions().containsKey(StorageOption.PROXY_URL)
        || Stream.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
            .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)))
            .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
  }

  private static void connect(TableUri uri, String endpoint) {
    URI address = URI.create(endpoint);
    int defaultPort = endpoint.startsWith("https:") ? 443 : 80;
    int port = address.getPort() < 0 ? defaultPort : address.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), port), TIMEOUT_MILLISECONDS);
    } catch (IOException failure) {
      throw StorageErrors.unreachable(uri.toString(), endpoint, reason(failure), failure);
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return "unknown host";
    }
    if (failure instanceof SocketTimeoutException) {
      return "no answer in " + TIMEOUT_MILLISECONDS / 1000 + " s";
    }
    if (failure instanceof ConnectException) {
      return "connection refused";
    }
    return failure.getMessage();
  }
}
