package io.lancetrain.spark.dataset;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A write that an application numbers itself, so that a job that runs again does not write again.
 *
 * <p>The number of the last one is kept in the metadata of the table's schema, which changes in the
 * same version as the rows, stays when old versions are removed, and costs nothing to look up.
 *
 * @param application what the application calls itself
 * @param version its number; of one application they ascend
 */
public record ApplicationTransaction(String application, long version) {
  /** The names under which the history keeps both. */
  public static final String APPLICATION_PROPERTY = "txnAppId";

  public static final String VERSION_PROPERTY = "txnVersion";

  private static final String KEY_PREFIX = "lancetrain.txn.";

  /** Whether a table of this schema has this write already, or a later one. */
  public boolean isRecordedIn(Schema schema) {
    return isIn(schema.getCustomMetadata());
  }

  boolean isIn(Map<String, String> schemaMetadata) {
    OptionalLong last = number(schemaMetadata.get(KEY_PREFIX + application));
    return last.isPresent() && last.getAsLong() >= version;
  }

  /** Whether a version with these properties in the history is this write, or a later one. */
  boolean isSaidBy(Map<String, String> properties) {
    OptionalLong said = number(properties.get(VERSION_PROPERTY));
    return application.equals(properties.get(APPLICATION_PROPERTY))
        && said.isPresent()
        && said.getAsLong() >= version;
  }

  /** The schema with this write recorded. */
  Schema recordedIn(Schema schema) {
    Map<String, String> metadata = new TreeMap<>(schema.getCustomMetadata());
    metadata.put(KEY_PREFIX + application, Long.toString(version));
    return new Schema(schema.getFields(), metadata);
  }

  /** A schema that replaces another, with the writes that the other records. */
  static Schema carriedOver(Map<String, String> from, Schema to) {
    Map<String, String> metadata = new TreeMap<>(to.getCustomMetadata());
    from.forEach(
        (key, value) -> {
          if (key.startsWith(KEY_PREFIX)) {
            metadata.put(key, value);
          }
        });
    return new Schema(to.getFields(), metadata);
  }

  private static OptionalLong number(String text) {
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException notOurs) {
      return OptionalLong.empty();
    }
  }
}
