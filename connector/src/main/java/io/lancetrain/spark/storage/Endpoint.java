package io.lancetrain.spark.storage;

import io.lancetrain.spark.error.OptionErrors;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a store, checked: Lance ends the whole process for an address that is none.
 *
 * @param protocol {@code http} or {@code https}
 * @param host a name or an IP address, in lower case
 * @param portAndPath what follows the host, such as {@code :9000}; may be empty
 * @param source where it was set
 */
public record Endpoint(String protocol, String host, String portAndPath, String source) {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(https?)://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::([0-9]{1,5}))?"
              + "((?:/[A-Za-z0-9._~/-]*)?)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|\\[.*\\]");
  private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern AWS_HOST =
      Pattern.compile("s3(?:[.-]([a-z]{2}(?:-[a-z]+)+-[0-9]+))?\\.amazonaws\\.com");
  private static final Pattern REGION_IN_AWS_HOST =
      Pattern.compile(
          "(?:.*\\.)?s3[.-]([a-z]{2}(?:-[a-z]+)+-[0-9]+)\\..*amazonaws\\.com(?:\\.cn)?");
  private static final Pattern TIGRIS_HOST =
      Pattern.compile("t3\\.storage\\.dev|[a-z0-9-]+\\.storage\\.tigris\\.dev");
  private static final Pattern PORT = Pattern.compile(":([0-9]+).*");
  private static final int HIGHEST_PORT = 65535;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * Reads an address; {@code protocol} holds where the text names none.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION, naming the source
   */
  public static Endpoint parse(Setting setting, String protocol) {
    String text = setting.value();
    Matcher matcher = ADDRESS.matcher(text.contains("://") ? text : protocol + "://" + text);
    if (!matcher.matches()
        || (matcher.group(3) != null && Integer.parseInt(matcher.group(3)) > HIGHEST_PORT)) {
      throw OptionErrors.invalidValue(
          setting.source().replaceFirst("^(option|environment) ", ""),
          text.contains("@") ? "***" : text,
          "the address of a store, such as https://t3.storage.dev or http://localhost:9000");
    }
    String port = matcher.group(3) == null ? "" : ":" + matcher.group(3);
    return new Endpoint(
        matcher.group(1).toLowerCase(Locale.ROOT),
        matcher.group(2).toLowerCase(Locale.ROOT),
        port + matcher.group(4).replaceFirst("/+$", ""),
        setting.source());
  }

  /** Amazon's own store, for which Lance needs no address. */
  public boolean isAws() {
    return AWS_HOST.matcher(host).matches() && protocol.equals("https") && portAndPath.isEmpty();
  }

  /** The region that an address at Amazon names. */
  public Optional<Setting> region() {
    Matcher matcher = REGION_IN_AWS_HOST.matcher(host);
    Matcher plain = AWS_HOST.matcher(host);
    String region = plain.matches() ? plain.group(1) : matcher.matches() ? matcher.group(1) : null;
    return Optional.ofNullable(region).map(name -> new Setting(name, source));
  }

  /** Whether a setting of S3A named it. */
  public boolean isFromS3a() {
    return source.toLowerCase(Locale.ROOT).startsWith("fs.s3a.");
  }

  /** Whether the environment named it. */
  public boolean isFromEnvironment() {
    return source.startsWith("environment");
  }

  /** Whether it is one of Tigris's. */
  public boolean isTigris() {
    return isOrIsUnder("t3.storage.dev") || isOrIsUnder("tigris.dev");
  }

  private boolean isOrIsUnder(String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }

  /** Whether S3A would put this bucket's name before the host when path style is off. */
  public boolean canHost(String bucket) {
    return !IP_ADDRESS.matcher(host).matches()
        && !host.equals("localhost")
        && HOST_LABEL.matcher(bucket).matches();
  }

  /** Whether the host's first part is this bucket's name. */
  public boolean startsWith(String bucket) {
    return host.startsWith(bucket + ".");
  }

  /** The address with the bucket before the host. */
  public Endpoint hosting(String bucket) {
    return new Endpoint(protocol, bucket + "." + host, portAndPath, source);
  }

  /** The address without the bucket before the host. */
  public Endpoint withoutBucket(String bucket) {
    return startsWith(bucket)
        ? new Endpoint(protocol, host.substring(bucket.length() + 1), portAndPath, source)
        : this;
  }

  /** The address of Tigris itself, where this one has the bucket before its host. */
  public Endpoint withoutTigrisBucket(String bucket) {
    Endpoint rest = withoutBucket(bucket);
    boolean hosted =
        TIGRIS_HOST.matcher(rest.host).matches() && !TIGRIS_HOST.matcher(host).matches();
    return hosted ? rest : this;
  }

  /** The port to connect to: where the address names none, the protocol's own. */
  public int port() {
    Matcher named = PORT.matcher(portAndPath);
    if (named.matches()) {
      return Integer.parseInt(named.group(1));
    }
    return isPlainHttp() ? HTTP_PORT : HTTPS_PORT;
  }

  /** Whether it is without TLS. */
  public boolean isPlainHttp() {
    return protocol.equals("http");
  }

  /** The whole address, with where it was set. */
  public Setting setting() {
    return new Setting(toString(), source);
  }

  @Override
  public String toString() {
    return protocol + "://" + host + portAndPath;
  }
}
