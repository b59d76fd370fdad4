package io.lancetrain.spark;

import io.lancetrain.spark.option.OptionValues;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Options that a session's configuration sets for every table. */
final class SessionOptions {
  private SessionOptions() {}

  /**
   * What {@code format("lance")} has where nothing is set on the read or write: {@code
   * spark.datasource.lance.NAME}, and after it {@code spark.sql.catalog.lance.NAME}.
   */
  static OptionValues of(SparkSession session) {
    return ofFormat(session).before(startingWith(PathCatalog.configuration(session), session));
  }

  /** {@code spark.datasource.lance.NAME} alone. */
  static OptionValues ofFormat(SparkSession session) {
    return startingWith("spark.datasource." + LanceDataSource.FORMAT, session);
  }

  private static OptionValues startingWith(String prefix, SparkSession session) {
    Map<String, String> options = new HashMap<>();
    session
        .sessionState()
        .conf()
        .settings()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix + ".")) {
                options.put(name.substring(prefix.length() + 1), value);
              }
            });
    return OptionValues.of(options, prefix + ".");
  }
}
