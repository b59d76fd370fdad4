package io.lancetrain.spark;

import io.lancetrain.spark.option.OptionValues;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.TableCatalog;

/** What is whose among the properties that Spark hands over with a table. */
final class TableProperties {
  private static final Set<String> OF_SPARK =
      Set.of(
          TableCatalog.PROP_LOCATION,
          TableCatalog.PROP_IS_MANAGED_LOCATION,
          TableCatalog.PROP_PROVIDER,
          TableCatalog.PROP_OWNER,
          TableCatalog.PROP_EXTERNAL);

  /** A setting of the stream itself, which Spark hands on to the table. */
  private static final String CHECKPOINT = "checkpointLocation";

  private TableProperties() {}

  /** The properties that a user gave a table, without those that Spark adds of its own. */
  static Map<String, String> of(Map<String, String> properties) {
    Map<String, String> given = new TreeMap<>(properties);
    given.keySet().removeIf(key -> OF_SPARK.contains(key) || key.startsWith("option."));
    return Map.copyOf(given);
  }

  /**
   * The options of a table that does not come by way of the path catalog.
   *
   * @param properties a stream's options; or the properties of a table in Spark's own catalog, of
   *     which some are options
   */
  static OptionValues options(Map<String, String> properties) {
    if (properties.containsKey(TableCatalog.PROP_OWNER)) {
      return OptionValues.among(properties);
    }
    Map<String, String> options = new TreeMap<>(properties);
    options.keySet().removeIf(CHECKPOINT::equalsIgnoreCase);
    return OptionValues.of(options);
  }
}
