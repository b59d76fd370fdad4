package io.lancetrain.spark.training;

import io.lancetrain.spark.error.TrainingErrors;
import io.lancetrain.spark.option.Remainder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a table says of its training layout, in its config under {@code lancetrain.training.NAME}.
 *
 * <p>It is committed with the rows, and describes the write that laid the table out. An append in
 * the layout adds fragments of the same kind and leaves the card as it is; {@link TrainingCheck}
 * tells whether the fragments of a version still are as the card says.
 *
 * @param layoutVersion the version of this description, 1
 * @param rows the rows of the table when it was laid out
 * @param fragments its fragments then, a multiple of the shards
 * @param rowsPerFragment the rows of each fragment, a multiple of the batch size
 * @param shards as asked for
 * @param batchSize as asked for
 * @param seed of the permutation
 * @param remainder what became of rows that did not fill the fragments evenly: drop, repeat, fail
 * @param dropped how many rows of the input are in no fragment
 * @param repeated how many rows are there a second time
 * @param key the columns that the permutation follows from, comma-separated; empty for all
 * @param stratifyBy the columns whose values are spread evenly, comma-separated; may be empty
 * @param part the part of a split that the table is, as name=share; empty for a whole
 * @param schemaHash the SHA-256, in hexadecimal, of the JSON of the rows' Spark schema
 * @param source what the rows were read from, as far as Spark says it
 * @param application the id of the Spark application
 * @since 0.1.0
 */
public record TrainingCard(
    int layoutVersion,
    long rows,
    int fragments,
    int rowsPerFragment,
    int shards,
    int batchSize,
    long seed,
    String remainder,
    long dropped,
    long repeated,
    String key,
    String stratifyBy,
    String part,
    String schemaHash,
    String source,
    String application) {
  static final int LAYOUT_VERSION = 1;
  private static final String PREFIX = "lancetrain.training.";

  /**
   * The card in a table's config; empty where there is none.
   *
   * @param table its name in errors
   * @throws io.lancetrain.spark.error.LanceException LANCE_TRAINING_LAYOUT for a card that cannot
   *     be read
   */
  public static Optional<TrainingCard> of(String table, Map<String, String> config) {
    return config.containsKey(PREFIX + "layoutVersion")
        ? Optional.of(read(new Entries(table, config)))
        : Optional.empty();
  }

  private static TrainingCard read(Entries entries) {
    TrainingCard card =
        new TrainingCard(
            entries.integer("layoutVersion"),
            entries.number("rows"),
            entries.integer("fragments"),
            entries.integer("rowsPerFragment"),
            entries.integer("shards"),
            entries.integer("batchSize"),
            entries.number("seed"),
            entries.text("remainder"),
            entries.number("dropped"),
            entries.number("repeated"),
            entries.text("key"),
            entries.text("stratifyBy"),
            entries.text("part"),
            entries.text("schemaHash"),
            entries.text("source"),
            entries.text("application"));
    if (card.layoutVersion() != LAYOUT_VERSION) {
      throw entries.unreadable("layoutVersion");
    }
    return card;
  }

  private record Entries(String table, Map<String, String> config) {
    String text(String name) {
      return config.getOrDefault(PREFIX + name, "");
    }

    long number(String name) {
      try {
        return Long.parseLong(text(name));
      } catch (NumberFormatException notANumber) {
        throw unreadable(name);
      }
    }

    int integer(String name) {
      long value = number(name);
      if (value != (int) value) {
        throw unreadable(name);
      }
      return (int) value;
    }

    RuntimeException unreadable(String name) {
      return TrainingErrors.unreadableCard(table, PREFIX + name, text(name));
    }
  }

  /** The entries of the table's config. */
  Map<String, String> config() {
    Map<String, String> config = new TreeMap<>();
    config.put(PREFIX + "layoutVersion", Integer.toString(layoutVersion));
    config.put(PREFIX + "rows", Long.toString(rows));
    config.put(PREFIX + "fragments", Integer.toString(fragments));
    config.put(PREFIX + "rowsPerFragment", Integer.toString(rowsPerFragment));
    config.put(PREFIX + "shards", Integer.toString(shards));
    config.put(PREFIX + "batchSize", Integer.toString(batchSize));
    config.put(PREFIX + "seed", Long.toString(seed));
    config.put(PREFIX + "remainder", remainder);
    config.put(PREFIX + "dropped", Long.toString(dropped));
    config.put(PREFIX + "repeated", Long.toString(repeated));
    config.put(PREFIX + "key", key);
    config.put(PREFIX + "stratifyBy", stratifyBy);
    config.put(PREFIX + "part", part);
    config.put(PREFIX + "schemaHash", schemaHash);
    config.put(PREFIX + "source", source);
    config.put(PREFIX + "application", application);
    return config;
  }

  /** The policy as an option has it. */
  Remainder remainderPolicy() {
    return Remainder.valueOf(remainder.toUpperCase(java.util.Locale.ROOT));
  }
}
