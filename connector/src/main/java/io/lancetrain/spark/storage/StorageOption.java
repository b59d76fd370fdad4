package io.lancetrain.spark.storage;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
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
public record StorageOption(String name, ValueForm form, List<String> aliases) {
  public static final String ACCESS_KEY = "aws_access_key_id";
  public static final String SECRET_KEY = "aws_secret_access_key";
  public static final String SESSION_TOKEN = "aws_session_token";
  public static final String REGION = "aws_region";
  public static final String ENDPOINT = "aws_endpoint";
  public static final String VIRTUAL_HOSTED = "aws_virtual_hosted_style_request";
  public static final String SKIP_SIGNATURE = "aws_skip_signature";
  public static final String ALLOW_HTTP = "allow_http";
  public static final String CONNECT_TIMEOUT = "connect_timeout";
  public static final String TIMEOUT = "timeout";
  public static final String ANSWER_TIMEOUT = "answer_timeout";
  public static final String RETRY_TIMEOUT = "client_retry_timeout";
  public static final String MAX_RETRIES = "client_max_retries";
  public static final String THROTTLE_RETRIES = "lance_aimd_max_retries";
  public static final String POOL_IDLE_TIMEOUT = "pool_idle_timeout";
  public static final String PROXY_URL = "proxy_url";
  public static final String PROXY_EXCLUDES = "proxy_excludes";
  public static final String CA_FILE = "ca_file";

  /** Lance's own name for certificates, in PEM, which users give in a file. */
  public static final String CERTIFICATES = "proxy_ca_certificate";

  public static final String ALLOW_INVALID_CERTIFICATES = "allow_invalid_certificates";
  public static final String USER_AGENT = "user_agent";
  public static final String REQUEST_PAYER = "aws_request_payer";
  public static final String ENCRYPTION = "aws_server_side_encryption";
  public static final String KMS_KEY = "aws_sse_kms_key_id";
  public static final String CUSTOMER_KEY = "aws_sse_customer_key_base64";
  public static final String HEADERS = "headers.";
  public static final String TIGRIS_BUCKET_TYPE = "tigris.bucketType";
  public static final String TIGRIS_READ_ENDPOINT = "tigris.readEndpoint";
  public static final String TIGRIS_SNAPSHOT_VERSION = "tigris.snapshotVersion";
  public static final String COMMIT_PROBE = "commit.probe";
  public static final String COMMIT_LOCK = "commit.lock";

  /** Those of S3, and of every store. */
  public static final List<StorageOption> ALL =
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
          option(REQUEST_PAYER, ValueForm.BOOLEAN, "request_payer"),
          option("aws_s3_express", ValueForm.BOOLEAN, "s3_express"),
          option(ENCRYPTION, ValueForm.TEXT),
          option(KMS_KEY, ValueForm.TEXT),
          option("aws_sse_bucket_key_enabled", ValueForm.BOOLEAN),
          option(CUSTOMER_KEY, ValueForm.TEXT),
          option(ALLOW_HTTP, ValueForm.BOOLEAN, "aws_allow_http"),
          option(CA_FILE, ValueForm.TEXT, "aws_ca_bundle", "ca_bundle"),
          option(ALLOW_INVALID_CERTIFICATES, ValueForm.BOOLEAN),
          option(CONNECT_TIMEOUT, ValueForm.DURATION),
          option(TIMEOUT, ValueForm.DURATION),
          option(ANSWER_TIMEOUT, ValueForm.DURATION),
          option(POOL_IDLE_TIMEOUT, ValueForm.DURATION),
          option("pool_max_idle_per_host", ValueForm.COUNT),
          option(MAX_RETRIES, ValueForm.COUNT),
          option(RETRY_TIMEOUT, ValueForm.SECONDS),
          option("download_retry_count", ValueForm.COUNT),
          option("lance_aimd_initial_rate", ValueForm.NUMBER),
          option("lance_aimd_min_rate", ValueForm.NUMBER),
          option("lance_aimd_max_rate", ValueForm.NUMBER),
          option("lance_aimd_decrease_factor", ValueForm.NUMBER),
          option("lance_aimd_additive_increment", ValueForm.NUMBER),
          option("lance_aimd_burst_capacity", ValueForm.COUNT),
          option(THROTTLE_RETRIES, ValueForm.COUNT),
          option("lance_aimd_min_backoff_ms", ValueForm.COUNT),
          option("lance_aimd_max_backoff_ms", ValueForm.COUNT),
          option(PROXY_URL, ValueForm.URL),
          option(PROXY_EXCLUDES, ValueForm.TEXT),
          option(USER_AGENT, ValueForm.TEXT),
          option(TIGRIS_BUCKET_TYPE, ValueForm.TIGRIS_BUCKET_TYPE),
          option(TIGRIS_READ_ENDPOINT, ValueForm.HTTP_URL),
          option(TIGRIS_SNAPSHOT_VERSION, ValueForm.SNAPSHOT_VERSION),
          option(COMMIT_PROBE, ValueForm.BOOLEAN),
          option(COMMIT_LOCK, ValueForm.COMMIT_LOCK));

  static StorageOption option(String name, ValueForm form, String... aliases) {
    return new StorageOption(name, form, List.of(aliases));
  }

  /** Those that are not of S3 alone. */
  static Stream<StorageOption> ofAnyStore() {
    return ALL.stream()
        .filter(
            option -> !option.name().startsWith("aws_") && !option.name().startsWith("tigris."));
  }

  /**
   * The option of this name, in any case, with or without the {@code aws_}; a header is an option
   * of its own.
   *
   * @param name as the user wrote it, without {@code storage.}
   * @param kind the store that it is set for
   * @throws io.lancetrain.spark.error.LanceException LANCE_UNKNOWN_OPTION, with the nearest name
   */
  public static StorageOption named(String name, StoreKind kind) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith(HEADERS) && lower.length() > HEADERS.length()) {
      return new StorageOption(
          HEADERS + lower.substring(HEADERS.length()), ValueForm.HEADER, List.of());
    }
    return Stream.concat(Stream.of(kind), Arrays.stream(StoreKind.values()))
        .flatMap(each -> each.options().stream())
        .filter(option -> option.names().anyMatch(known -> known.equalsIgnoreCase(lower)))
        .findFirst()
        .orElseThrow(
            () ->
                OptionErrors.unknownOption(
                    LanceOptions.STORAGE_PREFIX + name,
                    nearest(lower, kind).map(nearest -> LanceOptions.STORAGE_PREFIX + nearest)));
  }

  private static Optional<String> nearest(String lower, StoreKind kind) {
    List<String> names = new ArrayList<>();
    kind.options().forEach(option -> option.names().forEach(names::add));
    names.add(HEADERS + "NAME");
    return NearestName.of(lower, names);
  }

  /** Whether it means anything for a kind of store: a session may hold settings for several. */
  public boolean isFor(StoreKind kind) {
    return name.startsWith(HEADERS) || kind.options().contains(this);
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
  public String checked(String value, String shownName) {
    return form.normalized(value.strip())
        .orElseThrow(
            () ->
                OptionErrors.invalidValue(shownName, Secrets.masked(name, value), form.expected()));
  }
}
