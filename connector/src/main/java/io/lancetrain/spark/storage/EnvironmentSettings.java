package io.lancetrain.spark.storage;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code AWS_*} variables of the driver. Lance's native code reads those of its own process by
 * itself; handing them over brings the driver's to the executors.
 */
final class EnvironmentSettings {
  private static final String PREFIX = "aws_";

  private final Map<String, String> environment;

  EnvironmentSettings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The first of these variables that is set and not empty. */
  Optional<Setting> first(String... variables) {
    for (String variable : variables) {
      String value = environment.get(variable);
      if (value != null && !value.isBlank()) {
        return Optional.of(new Setting(value, "environment " + variable));
      }
    }
    return Optional.empty();
  }

  Optional<Setting> endpoint() {
    return first("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT");
  }

  Optional<Setting> region() {
    return first("AWS_REGION", "AWS_DEFAULT_REGION");
  }

  Optional<Setting> accessKey() {
    return first("AWS_ACCESS_KEY_ID");
  }

  Optional<Setting> secretKey() {
    return first("AWS_SECRET_ACCESS_KEY");
  }

  Optional<Setting> sessionToken() {
    return first("AWS_SESSION_TOKEN");
  }

  /**
   * Offers every variable that is one of Lance's options in capitals, except credentials and the
   * place of the store, which have rules of their own.
   */
  void offerOthers(SettingsDraft draft) {
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
  void offerTo(SettingsDraft draft, StoreKind kind) {
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
