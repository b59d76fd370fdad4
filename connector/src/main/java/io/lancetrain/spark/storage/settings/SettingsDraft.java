package io.lancetrain.spark.storage.settings;

import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.credential.CredentialChain;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings while they are collected: for each name, the first that was offered stays. */
public final class SettingsDraft {
  private final Map<String, Setting> settings = new HashMap<>();
  private Optional<CredentialChain> chain = Optional.empty();

  /** Takes the keys from these providers, each time that they are needed. */
  public void use(CredentialChain providers) {
    chain = Optional.of(providers);
  }

  /** Takes a setting, unless there is one of this name. */
  public void offer(String name, Setting setting) {
    settings.putIfAbsent(name, setting);
  }

  /** Takes a setting, if there is one here and none of this name yet. */
  public void offer(String name, Optional<Setting> setting) {
    setting.ifPresent(present -> offer(name, present));
  }

  /** The setting of this name. */
  public Optional<Setting> get(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  /** Takes the setting of this name out. */
  public Optional<Setting> remove(String name) {
    return Optional.ofNullable(settings.remove(name));
  }

  /** All of them, by name. */
  public Map<String, Setting> all() {
    return new TreeMap<>(settings);
  }

  /** Whether the setting of this name is there and {@code true}. */
  public boolean isTrue(String name) {
    return get(name).map(Setting::value).filter("true"::equals).isPresent();
  }

  /** What was collected. */
  public StorageSettings finished() {
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
