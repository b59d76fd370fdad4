package io.lancetrain.spark;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.TableCatalog;

/** The properties that a user gave a table, without those that Spark adds of its own. */
final class TableProperties {
  private static final Set<String> OF_SPARK =
      Set.of(
          TableCatalog.PROP_LOCATION,
          TableCatalog.PROP_IS_MANAGED_LOCATION,
          TableCatalog.PROP_PROVIDER,
          TableCatalog.PROP_OWNER,
          TableCatalog.PROP_EXTERNAL);

  private TableProperties() {}

  static Map<String, String> of(Map<String, String> properties) {
    Map<String, String> given = new TreeMap<>(properties);
    given.keySet().removeIf(key -> OF_SPARK.contains(key) || key.startsWith("option."));
    return Map.copyOf(given);
  }
}
