package io.lancetrain.spark.storage.resolver;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.StorageLevel;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.StoreKind;
import io.lancetrain.spark.storage.credential.CredentialLevel;
import io.lancetrain.spark.storage.settings.SettingsDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The storage settings that were set as options, checked: those of a read or write come before
 * those of its catalog, whatever name each goes by.
 *
 * @param draft all but the credentials of S3
 * @param credentials those of the most important place that has any; parts are never mixed
 */
record OptionSettings(SettingsDraft draft, List<CredentialLevel> credentials) {
  /**
   * Checks and merges.
   *
   * @param levels the most important first
   */
  static OptionSettings of(StoreKind kind, List<StorageLevel> levels) {
    SettingsDraft merged = new SettingsDraft();
    List<CredentialLevel> credentials = new ArrayList<>();
    boolean decided = false;
    for (StorageLevel level : levels) {
      Map<String, Setting> settings = checked(kind, level);
      if (kind == StoreKind.S3) {
        boolean decides =
            settings.containsKey(StorageOption.ACCESS_KEY)
                || settings.containsKey(StorageOption.SECRET_KEY)
                || settings.containsKey(StorageOption.SKIP_SIGNATURE);
        CredentialLevel keys = credentials(level, settings);
        if (decided) {
          settings.remove(StorageOption.SKIP_SIGNATURE);
        } else {
          credentials.add(keys);
        }
        decided |= decides;
      }
      settings.forEach(merged::offer);
    }
    return new OptionSettings(merged, List.copyOf(credentials));
  }

  private static CredentialLevel credentials(StorageLevel level, Map<String, Setting> settings) {
    return new CredentialLevel(
        Optional.ofNullable(settings.remove(StorageOption.ACCESS_KEY)),
        Optional.ofNullable(settings.remove(StorageOption.SECRET_KEY)),
        Optional.ofNullable(settings.remove(StorageOption.SESSION_TOKEN)),
        level.source(StorageOption.ACCESS_KEY),
        level.source(StorageOption.SECRET_KEY));
  }

  private static Map<String, Setting> checked(StoreKind kind, StorageLevel level) {
    Map<String, String> givenAs = new TreeMap<>();
    Map<String, Setting> settings = new TreeMap<>();
    new TreeMap<>(level.settings())
        .forEach(
            (name, value) -> {
              StorageOption option = StorageOption.named(name, kind);
              String shown = LanceOptions.STORAGE_PREFIX + name;
              String before = givenAs.putIfAbsent(option.name(), shown);
              if (before != null) {
                throw OptionErrors.conflictingOptions(before, shown);
              }
              String checked = option.checked(value, shown);
              if (option.isFor(kind)) {
                settings.put(option.name(), new Setting(checked, level.source(name)));
              }
            });
    return settings;
  }
}
