package io.lancetrain.spark.option;

import java.util.Map;
import java.util.TreeMap;

/**
 * Storage settings that were set in one place.
 *
 * @param place what stands before {@code storage.NAME} where a user would look for a setting:
 *     {@code "option "}, or {@code spark.sql.catalog.lance.}
 * @param settings the names, without {@code storage.} and in lower case, to texts
 */
public record StorageLevel(String place, Map<String, String> settings) {
  /** The place of what is set on a read or write. */
  public static final String OPTIONS = "option ";

  /** Copies the settings. */
  public StorageLevel {
    settings = Map.copyOf(settings);
  }

  /** What a user would call this setting's place, such as {@code option storage.aws_region}. */
  public String source(String name) {
    return place + LanceOptions.STORAGE_PREFIX + name;
  }

  /** These settings, and those of another level for names that are not set here. */
  StorageLevel before(StorageLevel other) {
    Map<String, String> merged = new TreeMap<>(other.settings);
    merged.putAll(settings);
    return new StorageLevel(place, merged);
  }

  /** The place and the names: the values may be secrets. */
  @Override
  public String toString() {
    return place + settings.keySet();
  }
}
