package io.lancetrain.spark.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings while they are collected: for each name, the first that was offered stays. */
final class SettingsDraft {
  private final Map<String, Setting> settings = new HashMap<>();
  private Optional<CredentialChain> chain = Optional.empty();

  /** Takes the keys from these providers, each time that they are needed. */
  void use(CredentialChain providers) {
    chain = Optional.of(providers);
  }

  void offer(String name, Setting setting) {
    settings.putIfAbsent(name, setting);
  }

  void offer(String name, Optional<Setting> setting) {
    setting.ifPresent(present -> offer(name, present));
  }

  Optional<Setting> get(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  Optional<Setting> remove(String name) {
    return Optional.ofNullable(settings.remove(name));
  }

  /** All of them, by name. */
  Map<String, Setting> all() {
    return new TreeMap<>(settings);
  }

  boolean isTrue(String name) {
    return get(name).map(Setting::value).filter("true"::equals).isPresent();
  }

  StorageSettings finished() {
    Map<String, String> options = new HashMap<>();
    Map<String, String> sources = new HashMap<>();
    settings.forEach(
        (name, setting) -> {
          options.put(name, setting.value());
          sources.put(name, setting.source());
        });
    return StorageSettings.of(options, chain).from(sources);
  }
}
