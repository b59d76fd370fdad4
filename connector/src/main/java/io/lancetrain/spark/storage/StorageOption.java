package io.lancetrain.spark.storage;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One storage setting that Lance knows. Lance ignores a name that it does not know and ends the
 * whole process for some values, so both are checked before they get there.
 *
 * @param name the name that Lance is given
 * @param form what its value looks like
 * @param aliases other names that people use for it
 */
record StorageOption(String name, ValueForm form, List<String> aliases) {
  static final String ACCESS_KEY = "aws_access_key_id";
  static final String SECRET_KEY = "aws_secret_access_key";
  static final String SESSION_TOKEN = "aws_session_token";
  static final String REGION = "aws_region";
  static final String ENDPOINT = "aws_endpoint";
  static final String VIRTUAL_HOSTED = "aws_virtual_hosted_style_request";
  static final String SKIP_SIGNATURE = "aws_skip_signature";
  static final String ALLOW_HTTP = "allow_http";
  static final String CONNECT_TIMEOUT = "connect_timeout";
  static final String TIMEOUT = "timeout";
  static final String ANSWER_TIMEOUT = "answer_timeout";
  static final String RETRY_TIMEOUT = "client_retry_timeout";
  static final String PROXY_URL = "proxy_url";
  static final String PROXY_EXCLUDES = "proxy_excludes";
  static final String HEADERS = "headers.";
  static final String TIGRIS_BUCKET_TYPE = "tigris.bucketType";
  static final String COMMIT_PROBE = "commit.probe";
  static final String COMMIT_LOCK = "commit.lock";

  static final List<StorageOption> ALL =
      List.of(
          option(ACCESS_KEY, ValueForm.TEXT, "access_key_id"),
          option(SECRET_KEY, ValueForm.TEXT, "secret_access_key"),
          option(SESSION_TOKEN, ValueForm.TEXT, "session_token", "aws_token", "token"),
          option(REGION, ValueForm.TEXT, "region", "aws_default_region", "default_region"),
          option(
              ENDPOINT,
              ValueForm.TEXT,
              "endpoint",
              "aws_endpoint_url",
              "endpoint_url",
              "aws_endpoint_url_s3"),
          option(VIRTUAL_HOSTED, ValueForm.BOOLEAN, "virtual_hosted_style_request"),
          option(SKIP_SIGNATURE, ValueForm.BOOLEAN, "skip_signature"),
          option("aws_unsigned_payload", ValueForm.BOOLEAN, "unsigned_payload"),
          option("aws_conditional_put", ValueForm.TEXT, "conditional_put"),
          option("aws_copy_if_not_exists", ValueForm.TEXT, "copy_if_not_exists"),
          option("aws_disable_tagging", ValueForm.BOOLEAN, "disable_tagging"),
          option("aws_request_payer", ValueForm.BOOLEAN, "request_payer"),
          option("aws_s3_express", ValueForm.BOOLEAN, "s3_express"),
          option("aws_server_side_encryption", ValueForm.TEXT),
          option("aws_sse_kms_key_id", ValueForm.TEXT),
          option("aws_sse_bucket_key_enabled", ValueForm.BOOLEAN),
          option("aws_sse_customer_key_base64", ValueForm.TEXT),
          option(ALLOW_HTTP, ValueForm.BOOLEAN, "aws_allow_http"),
          option("allow_invalid_certificates", ValueForm.BOOLEAN),
          option(CONNECT_TIMEOUT, ValueForm.DURATION),
          option(TIMEOUT, ValueForm.DURATION),
          option(ANSWER_TIMEOUT, ValueForm.DURATION),
          option("pool_idle_timeout", ValueForm.DURATION),
          option("pool_max_idle_per_host", ValueForm.COUNT),
          option("client_max_retries", ValueForm.COUNT),
          option(RETRY_TIMEOUT, ValueForm.SECONDS),
          option("download_retry_count", ValueForm.COUNT),
          option("lance_aimd_initial_rate", ValueForm.NUMBER),
          option("lance_aimd_min_rate", ValueForm.NUMBER),
          option("lance_aimd_max_rate", ValueForm.NUMBER),
          option("lance_aimd_decrease_factor", ValueForm.NUMBER),
          option("lance_aimd_additive_increment", ValueForm.NUMBER),
          option("lance_aimd_burst_capacity", ValueForm.COUNT),
          option("lance_aimd_max_retries", ValueForm.COUNT),
          option("lance_aimd_min_backoff_ms", ValueForm.COUNT),
          option("lance_aimd_max_backoff_ms", ValueForm.COUNT),
          option(PROXY_URL, ValueForm.URL),
          option(PROXY_EXCLUDES, ValueForm.TEXT),
          option("user_agent", ValueForm.TEXT),
          option(TIGRIS_BUCKET_TYPE, ValueForm.TIGRIS_BUCKET_TYPE),
          option(COMMIT_PROBE, ValueForm.BOOLEAN),
          option(COMMIT_LOCK, ValueForm.COMMIT_LOCK));

  private static StorageOption option(String name, ValueForm form, String... aliases) {
    return new StorageOption(name, form, List.of(aliases));
  }

  /**
   * The option of this name, in any case, with or without the {@code aws_}; a header is an option
   * of its own.
   *
   * @param name as the user wrote it, without {@code storage.}
   * @throws io.lancetrain.spark.error.LanceException LANCE_UNKNOWN_OPTION, with the nearest name
   */
  static StorageOption named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith(HEADERS) && lower.length() > HEADERS.length()) {
      return new StorageOption(
          HEADERS + lower.substring(HEADERS.length()), ValueForm.HEADER, List.of());
    }
    return find(lower)
        .orElseThrow(
            () ->
                OptionErrors.unknownOption(
                    LanceOptions.STORAGE_PREFIX + name,
                    nearest(lower).map(nearest -> LanceOptions.STORAGE_PREFIX + nearest)));
  }

  private static Optional<StorageOption> find(String lower) {
    return ALL.stream()
        .filter(option -> option.names().anyMatch(name -> name.equalsIgnoreCase(lower)))
        .findFirst();
  }

  private static Optional<String> nearest(String lower) {
    List<String> names = new ArrayList<>();
    ALL.forEach(option -> option.names().forEach(names::add));
    names.add(HEADERS + "NAME");
    return NearestName.of(lower, names);
  }

  private Stream<String> names() {
    return Stream.concat(Stream.of(name), aliases.stream());
  }

  /**
   * The value in the form that Lance takes.
   *
   * @param shownName what an error calls this setting, such as {@code storage.timeout}
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION
   */
  String checked(String value, String shownName) {
    return form.normalized(value.strip())
        .orElseThrow(
            () ->
                OptionErrors.invalidValue(shownName, Secrets.masked(name, value), form.expected()));
  }
}
