package io.lancetrain.spark.storage.settings;

import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.StoreKind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code AWS_*} variables of the driver. Lance's native code reads those of its own process by
 * itself; handing them over brings the driver's to the executors.
 */
public final class EnvironmentSettings {
  private static final String PREFIX = "aws_";

  private final Map<String, String> environment;

  /** Those of these variables. */
  public EnvironmentSettings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The first of these variables that is set and not empty. */
  public Optional<Setting> first(String... variables) {
    for (String variable : variables) {
      String value = environment.get(variable);
      if (value != null && !value.isBlank()) {
        return Optional.of(new Setting(value, "environment " + variable));
      }
    }
    return Optional.empty();
  }

  /** The address of the store. */
  public Optional<Setting> endpoint() {
    return first("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT");
  }

  /** The region. */
  public Optional<Setting> region() {
    return first("AWS_REGION", "AWS_DEFAULT_REGION");
  }

  /** The access key. */
  public Optional<Setting> accessKey() {
    return first("AWS_ACCESS_KEY_ID");
  }

  /** The secret key. */
  public Optional<Setting> secretKey() {
    return first("AWS_SECRET_ACCESS_KEY");
  }

  /** The session token. */
  public Optional<Setting> sessionToken() {
    return first("AWS_SESSION_TOKEN");
  }

  /**
   * Offers every variable that is one of Lance's options in capitals, except credentials and the
   * place of the store, which have rules of their own.
   */
  public void offerOthers(SettingsDraft draft) {
    for (StorageOption option : StorageOption.ALL) {
      String variable =
          option.name().equals(StorageOption.ALLOW_HTTP)
              ? "AWS_ALLOW_HTTP"
              : option.name().toUpperCase(Locale.ROOT);
      boolean hasRules =
          switch (option.name()) {
            case StorageOption.ACCESS_KEY,
                StorageOption.SECRET_KEY,
                StorageOption.SESSION_TOKEN,
                StorageOption.REGION,
                StorageOption.ENDPOINT,
                StorageOption.VIRTUAL_HOSTED,
                StorageOption.SKIP_SIGNATURE ->
                true;
            default -> false;
          };
      if (!hasRules && variable.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
        draft.offer(
            option.name(),
            first(variable)
                .map(
                    found -> new Setting(option.checked(found.value(), variable), found.source())));
      }
    }
  }

  /** Offers every variable that is one of the options of Google's or Azure's store in capitals. */
  public void offerTo(SettingsDraft draft, StoreKind kind) {
    for (StorageOption option : kind.options()) {
      String variable = option.name().toUpperCase(Locale.ROOT);
      if (variable.startsWith("GOOGLE_") || variable.startsWith("AZURE_")) {
        draft.offer(
            option.name(),
            first(variable)
                .map(
                    found -> new Setting(option.checked(found.value(), variable), found.source())));
      }
    }
  }
}
