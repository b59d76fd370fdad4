package io.lancetrain.spark.option;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.option.LanceOption.Use;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Options of a whole JVM, the driver's or an executor's, which all its reads and writes share: set
 * as {@code spark.lancetrain.NAME} when the application starts.
 *
 * @since 0.1.0
 */
public final class ProcessOptions {
  /** How the names of these options begin in Spark's configuration. */
  public static final String PREFIX = "spark.lancetrain.";

  public static final LanceOption<Long> METADATA_CACHE_BYTES =
      new LanceOption<>(
          "metadataCacheBytes",
          Use.PROCESS,
          "256m",
          "a size from 0 bytes, such as 268435456 or 256m",
          Parsers::bytesOrNone,
          "How many bytes outside the heap one JVM keeps of manifests and of data files' metadata.");

  public static final LanceOption<Long> INDEX_CACHE_BYTES =
      new LanceOption<>(
          "indexCacheBytes",
          Use.PROCESS,
          "128m",
          "a size from 0 bytes, such as 134217728 or 128m",
          Parsers::bytesOrNone,
          "How many bytes outside the heap one JVM keeps of indexes.");

  /** All options, in the order of the reference page. */
  public static final List<LanceOption<?>> ALL = List.of(METADATA_CACHE_BYTES, INDEX_CACHE_BYTES);

  private ProcessOptions() {}

  /**
   * An option's value.
   *
   * @param configuration the text of a name in Spark's configuration, or null where it is not set
   * @throws io.lancetrain.spark.error.LanceException for a text that it does not take
   *     (LANCE_INVALID_OPTION)
   */
  public static <T> T value(LanceOption<T> option, UnaryOperator<String> configuration) {
    return Optional.ofNullable(configuration.apply(PREFIX + option.name()))
        .map(option::parse)
        .orElseGet(option::defaultValue);
  }

  /**
   * Refuses what has no effect.
   *
   * @param session the settings of a session
   * @param atStart the text of a name when the application started, or null
   * @throws io.lancetrain.spark.error.LanceException for a name that no option has
   *     (LANCE_UNKNOWN_OPTION), a text that its option does not take, or one that was set for the
   *     session alone (LANCE_INVALID_OPTION)
   */
  public static void check(Map<String, String> session, UnaryOperator<String> atStart) {
    session.forEach(
        (name, text) -> {
          if (name.startsWith(PREFIX)) {
            known(name).parse(text);
            if (!text.equals(atStart.apply(name))) {
              throw OptionErrors.onlyAtStart(name, text);
            }
          }
        });
  }

  private static LanceOption<?> known(String name) {
    return ALL.stream()
        .filter(option -> name.equals(PREFIX + option.name()))
        .findFirst()
        .orElseThrow(
            () ->
                OptionErrors.unknownOption(
                    name,
                    NearestName.of(
                        name, ALL.stream().map(option -> PREFIX + option.name()).toList())));
  }
}
