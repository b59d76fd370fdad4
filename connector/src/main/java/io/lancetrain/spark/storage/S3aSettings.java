package io.lancetrain.spark.storage;

import io.lancetrain.spark.error.OptionErrors;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What {@code fs.s3a.*} says for one bucket: {@code fs.s3a.bucket.NAME.*} before {@code fs.s3a.*},
 * as S3A itself reads it.
 *
 * <p>S3A's {@code connection.timeout} bounds the silence on a socket, Lance's {@code timeout} a
 * whole request, so only {@code connection.request.timeout} is taken for that.
 */
final class S3aSettings {
  private static final String GLOBAL = "fs.s3a.";

  private final UnaryOperator<String> hadoopSetting;
  private final String ofBucket;

  S3aSettings(UnaryOperator<String> hadoopSetting, String bucket) {
    this.hadoopSetting = hadoopSetting;
    this.ofBucket = GLOBAL + "bucket." + bucket + ".";
  }

  /** The bucket's own credentials, then the global ones; parts of the two are never mixed. */
  List<CredentialLevel> credentialLevels() {
    return List.of(credentialLevel(ofBucket), credentialLevel(GLOBAL));
  }

  private CredentialLevel credentialLevel(String prefix) {
    boolean keysAreUsed =
        usesProvider("SimpleAWSCredentialsProvider")
            || usesProvider("TemporaryAWSCredentialsProvider");
    if (!keysAreUsed) {
      return CredentialLevel.EMPTY;
    }
    Optional<Setting> token =
        usesProvider("TemporaryAWSCredentialsProvider")
            ? at(prefix, "session.token")
            : Optional.empty();
    return new CredentialLevel(
        at(prefix, "access.key"),
        at(prefix, "secret.key"),
        token,
        prefix + "access.key",
        prefix + "secret.key");
  }

  /** Requests without a signature, for public buckets. */
  Optional<Setting> anonymous() {
    return value("aws.credentials.provider")
        .filter(providers -> providers.value().endsWith("AnonymousAWSCredentialsProvider"))
        .filter(providers -> !providers.value().contains(","))
        .map(providers -> new Setting("true", providers.source()));
  }

  private boolean usesProvider(String simpleName) {
    return value("aws.credentials.provider")
        .map(
            providers ->
                Arrays.stream(providers.value().split(","))
                    .anyMatch(provider -> provider.strip().endsWith("." + simpleName)))
        .orElse(true);
  }

  Optional<Setting> endpoint() {
    return value("endpoint");
  }

  Optional<Setting> region() {
    return value("endpoint.region");
  }

  Optional<Setting> pathStyle() {
    return bool("path.style.access");
  }

  /** Whether an endpoint that names no protocol means https, which is S3A's default. */
  boolean usesTls() {
    return bool("connection.ssl.enabled").map(tls -> tls.value().equals("true")).orElse(true);
  }

  void offerOthers(SettingsDraft draft) {
    draft.offer(StorageOption.CONNECT_TIMEOUT, duration("connection.establish.timeout"));
    draft.offer(StorageOption.TIMEOUT, duration("connection.request.timeout"));
    draft.offer(StorageOption.PROXY_URL, proxy());
  }

  /** Hadoop's durations are milliseconds where no unit is given; 0 means no limit. */
  private Optional<Setting> duration(String name) {
    return value(name)
        .filter(found -> !found.value().matches("0+[a-zA-Z]*"))
        .map(
            found -> {
              String text = found.value().matches("[0-9]+") ? found.value() + "ms" : found.value();
              return new Setting(
                  ValueForm.DURATION
                      .normalized(text)
                      .orElseThrow(
                          () ->
                              OptionErrors.invalidValue(
                                  found.source(), found.value(), ValueForm.DURATION.expected())),
                  found.source());
            });
  }

  private Optional<Setting> proxy() {
    return value("proxy.host")
        .map(
            host -> {
              boolean tls =
                  bool("proxy.ssl.enabled")
                      .map(found -> found.value().equals("true"))
                      .orElse(false);
              String port = value("proxy.port").map(Setting::value).orElse(tls ? "443" : "80");
              String user =
                  value("proxy.username")
                      .map(
                          name ->
                              encoded(name.value())
                                  + value("proxy.password")
                                      .map(password -> ":" + encoded(password.value()))
                                      .orElse("")
                                  + "@")
                      .orElse("");
              String url = (tls ? "https://" : "http://") + user + host.value() + ":" + port;
              return new Setting(url, host.source());
            });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Optional<Setting> bool(String name) {
    return value(name)
        .map(
            found ->
                new Setting(
                    ValueForm.BOOLEAN
                        .normalized(found.value().toLowerCase(Locale.ROOT))
                        .orElseThrow(
                            () ->
                                OptionErrors.invalidValue(
                                    found.source(), found.value(), ValueForm.BOOLEAN.expected())),
                    found.source()));
  }

  private Optional<Setting> value(String name) {
    return at(ofBucket, name).or(() -> at(GLOBAL, name));
  }

  private Optional<Setting> at(String prefix, String name) {
    String value = hadoopSetting.apply(prefix + name);
    return value == null || value.isBlank()
        ? Optional.empty()
        : Optional.of(new Setting(value, prefix + name));
  }
}
