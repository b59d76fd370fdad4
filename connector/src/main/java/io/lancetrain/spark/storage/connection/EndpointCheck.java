package io.lancetrain.spark.storage.connection;

import io.lancetrain.spark.error.ConnectionErrors;
import io.lancetrain.spark.storage.Endpoint;
import io.lancetrain.spark.storage.ProxyAddress;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees whether anything answers at an endpoint, in the protocol of its address, once for each,
 * before Lance is sent there. Lance takes minutes to give up on an address behind which nothing
 * answers, and does not say why it failed.
 *
 * @since 0.1.0
 */
public final class EndpointCheck {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointCheck.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  /** Elsewhere Lance may know authorities that are in no file, and has to see for itself. */
  private static final boolean AUTHORITIES_ARE_FILES =
      System.getProperty("os.name", "").equals("Linux");

  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();
  private static final int TRIES = 3;

  private final Map<String, String> environment;
  private final Set<String> reached = ConcurrentHashMap.newKeySet();

  /** A check that has not reached anything yet; {@code environment} tells of proxies. */
  public EndpointCheck(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Connects to the endpoint of these settings, or to the proxy that stands between; not where it
   * was reached before, the endpoint is Amazon's, or the environment names the proxy.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_STORE_UNREACHABLE, within about 15 s;
   *     also for a certificate that Lance would refuse
   */
  public void check(TableUri uri, StorageSettings settings) {
    Map<String, String> options = settings.lanceOptions();
    String endpoint = options.get(StorageOption.ENDPOINT);
    warnOfUnchecked(uri, options);
    if (ProxyAddress.isNamedIn(options) && !options.containsKey(StorageOption.PROXY_EXCLUDES)) {
      checkProxy(uri, settings, options.get(StorageOption.PROXY_URL));
      return;
    }
    String key = endpoint + " " + options.get(StorageOption.CERTIFICATES);
    if (endpoint == null || reached.contains(key) || isProxied(options)) {
      return;
    }
    connect(uri, settings, parsed(endpoint));
    reached.add(key);
  }

  private void checkProxy(TableUri uri, StorageSettings settings, String url) {
    Optional<ProxyAddress> proxy =
        reached.contains(url) ? Optional.empty() : ProxyAddress.parse(url);
    if (proxy.isEmpty()) {
      return;
    }
    try (Socket socket = connected(proxy.get().host(), proxy.get().port())) {
      if (proxy.get().protocol().equals("http")) {
        expectHttp(socket, proxy.get().host());
      }
    } catch (IOException failure) {
      throw ConnectionErrors.proxyUnreachable(
          uri.toString(), settings.described(StorageOption.PROXY_URL), reason(failure), failure);
    }
    reached.add(url);
  }

  /**
   * Sees whether Java, and so S3A, takes the certificate of a store for which Lance was given
   * authorities of its own.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_STORE_UNREACHABLE
   */
  public void checkForS3a(TableUri uri, StorageSettings settings) {
    Map<String, String> options = settings.lanceOptions();
    String endpoint = options.get(StorageOption.ENDPOINT);
    if (endpoint == null
        || !options.containsKey(StorageOption.CERTIFICATES)
        || isProxied(options)
        || parsed(endpoint).isPlainHttp()) {
      return;
    }
    try (Socket socket = connected(parsed(endpoint).host(), parsed(endpoint).port())) {
      Optional<String> fault =
          ServerCertificate.fault(socket, parsed(endpoint), ServerCertificate.trustingAsJava());
      if (fault.isPresent()) {
        throw ConnectionErrors.certificateUnknownToJava(uri.toString(), endpoint, fault.get());
      }
    } catch (IOException | GeneralSecurityException failure) {
      LOG.debug("Cannot see whether Java takes the certificate of {}", endpoint, failure);
    }
  }

  private static Endpoint parsed(String endpoint) {
    return Endpoint.parse(new Setting(endpoint, StorageOption.ENDPOINT), "https");
  }

  private static boolean isUnchecked(Map<String, String> options) {
    return "true".equals(options.get(StorageOption.ALLOW_INVALID_CERTIFICATES));
  }

  private static void warnOfUnchecked(TableUri uri, Map<String, String> options) {
    if (isUnchecked(options) && WARNED.add(uri.bucket())) {
      LOG.warn(
          "storage.{} is set: whoever stands between this process and the store of {} can read and"
              + " change all data. Name the store's certificate authority by storage.{} instead",
          StorageOption.ALLOW_INVALID_CERTIFICATES,
          uri,
          StorageOption.CA_FILE);
    }
  }

  private boolean isProxied(Map<String, String> options) {
    boolean ofEnvironment =
        !options.containsKey(StorageOption.PROXY_URL)
            && Stream.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
                .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)))
                .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
    return ofEnvironment || ProxyAddress.isNamedIn(options);
  }

  private void connect(TableUri uri, StorageSettings settings, Endpoint endpoint) {
    int tries = 0;
    boolean isConnected = false;
    while (!isConnected) {
      tries++;
      try {
        tryToConnect(uri, endpoint, settings.lanceOptions());
        isConnected = true;
      } catch (IOException failure) {
        if (tries == TRIES || !isBroken(failure)) {
          throw ConnectionErrors.unreachable(
              uri.toString(),
              settings.address(),
              reason(failure) + AddressHint.of(uri, settings),
              failure);
        }
      }
    }
  }

  /** A connection may break in a bad moment of a store; an address without a store stays one. */
  private static boolean isBroken(IOException failure) {
    return failure.getClass() == SocketException.class || failure instanceof EOFException;
  }

  private void tryToConnect(TableUri uri, Endpoint endpoint, Map<String, String> options)
      throws IOException {
    try (Socket socket = connected(endpoint.host(), endpoint.port())) {
      if (endpoint.isPlainHttp()) {
        expectHttp(socket, endpoint.host());
      } else {
        expectTls(socket, uri, endpoint, options);
      }
    }
  }

  private static Socket connected(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(host, port), Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
      socket.setSoTimeout(Math.toIntExact(ANSWER_TIMEOUT.toMillis()));
      return socket;
    } catch (IOException | RuntimeException failure) {
      socket.close();
      throw failure;
    }
  }

  /** Any answer will do, such as that a request without a signature is refused. */
  private static void expectHttp(Socket socket, String host) throws IOException {
    String request = "HEAD / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    int first = socket.getInputStream().read();
    if (first < 0) {
      throw new EOFException("what answers there closes the connection and does not speak http");
    }
    if (first != 'H') {
      throw new ProtocolException("what answers there does not speak http");
    }
  }

  private void expectTls(
      Socket socket, TableUri uri, Endpoint endpoint, Map<String, String> options)
      throws IOException {
    try {
      Optional<String> fault =
          ServerCertificate.fault(
              socket,
              endpoint,
              ServerCertificate.trusting(CertificateAuthorities.trusted(options, environment)));
      if (fault.isPresent() && !isUnchecked(options) && AUTHORITIES_ARE_FILES) {
        throw ConnectionErrors.certificateRefused(uri.toString(), endpoint.toString(), fault.get());
      }
    } catch (SSLException noTls) {
      ProtocolException failure = new ProtocolException("what answers there does not speak https");
      failure.initCause(noTls);
      throw failure;
    } catch (GeneralSecurityException unusable) {
      LOG.debug("Cannot tell whether the certificate of {} is good", endpoint, unusable);
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return "unknown host";
    }
    if (failure instanceof SocketTimeoutException) {
      return "no answer in "
          + CONNECT_TIMEOUT.toSeconds()
          + " s to a connection, or in "
          + ANSWER_TIMEOUT.toSeconds()
          + " s to a request";
    }
    if (failure instanceof ConnectException) {
      return "connection refused";
    }
    return failure.getMessage();
  }
}
