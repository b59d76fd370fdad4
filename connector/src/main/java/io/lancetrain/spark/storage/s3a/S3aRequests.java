package io.lancetrain.spark.storage.s3a;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.ValueForm;
import io.lancetrain.spark.storage.settings.SettingsDraft;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What {@code fs.s3a.*} says of how requests are sent: times, retries, a proxy, a name for the
 * server's log, who pays.
 *
 * <p>S3A's {@code connection.timeout} bounds the silence on a socket, Lance's {@code timeout} a
 * whole request, so only {@code connection.request.timeout} is taken for that. S3A's {@code
 * retry.limit} counts repetitions of whole operations on top of those of requests; Lance has no
 * such layer.
 */
public final class S3aRequests {
  private final S3aSettings s3a;

  /** What these settings say of requests. */
  public S3aRequests(S3aSettings s3a) {
    this.s3a = s3a;
  }

  /** Offers it as Lance takes it. */
  public void offer(SettingsDraft draft) {
    draft.offer(StorageOption.CONNECT_TIMEOUT, duration("connection.establish.timeout"));
    draft.offer(StorageOption.TIMEOUT, duration("connection.request.timeout"));
    draft.offer(StorageOption.POOL_IDLE_TIMEOUT, duration("connection.idle.time"));
    draft.offer(StorageOption.MAX_RETRIES, checked("attempts.maximum", ValueForm.COUNT));
    draft.offer(StorageOption.THROTTLE_RETRIES, checked("retry.throttle.limit", ValueForm.COUNT));
    draft.offer(StorageOption.PROXY_URL, proxy());
    draft.offer(StorageOption.USER_AGENT, userAgent());
    draft.offer(StorageOption.REQUEST_PAYER, s3a.bool("requester.pays.enabled"));
  }

  /** Hadoop's durations are milliseconds where no unit is given; 0 means no limit. */
  private Optional<Setting> duration(String name) {
    return s3a.value(name)
        .filter(found -> !found.value().matches("0+[a-zA-Z]*"))
        .map(
            found -> {
              String text = found.value().matches("[0-9]+") ? found.value() + "ms" : found.value();
              return checked(new Setting(text, found.source()), ValueForm.DURATION);
            });
  }

  private Optional<Setting> checked(String name, ValueForm form) {
    return s3a.value(name).map(found -> checked(found, form));
  }

  private static Setting checked(Setting found, ValueForm form) {
    return new Setting(
        form.normalized(found.value())
            .orElseThrow(
                () -> OptionErrors.invalidValue(found.source(), found.value(), form.expected())),
        found.source());
  }

  /** S3A puts its user's text before a text of its own. */
  private Optional<Setting> userAgent() {
    return checked("user.agent.prefix", ValueForm.HEADER)
        .map(prefix -> new Setting(prefix.value() + ", Lancetrain", prefix.source()));
  }

  private Optional<Setting> proxy() {
    return s3a.value("proxy.host")
        .map(
            host -> {
              boolean tls =
                  s3a.bool("proxy.ssl.enabled")
                      .map(found -> found.value().equals("true"))
                      .orElse(false);
              String port = s3a.value("proxy.port").map(Setting::value).orElse(tls ? "443" : "80");
              String url = (tls ? "https://" : "http://") + proxyUser() + host.value() + ":" + port;
              return new Setting(url, host.source());
            });
  }

  private String proxyUser() {
    Optional<String> password = s3a.secret("proxy.password").map(Setting::value);
    return s3a.value("proxy.username")
        .map(
            name ->
                encoded(name.value()) + password.map(text -> ":" + encoded(text)).orElse("") + "@")
        .orElse("");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
