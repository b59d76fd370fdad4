package io.lancetrain.spark.dataset;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.file.LanceFileReader;

/**
 * Which write a data file comes from. Lance chooses the names of files, so that a file whose writer
 * was lost can be told from those of other writes by its content alone: the metadata of its schema,
 * which a table does not take over.
 *
 * @param write names the write, as no other
 * @param attempt which attempt at which task of it
 */
public record FileOrigin(String write, long attempt) {
  private static final String KEY = "lancetrain.write";
  private static final Pattern TEXT = Pattern.compile("(.+)/([0-9]+)");

  /** A schema for data files that say where they come from. */
  public Schema in(Schema schema) {
    Map<String, String> metadata = new HashMap<>();
    if (schema.getCustomMetadata() != null) {
      metadata.putAll(schema.getCustomMetadata());
    }
    metadata.put(KEY, write + "/" + attempt);
    return new Schema(schema.getFields(), metadata);
  }

  /**
   * Where a data file comes from; empty where it does not say.
   *
   * @param path relative to the table's folder
   * @throws io.lancetrain.spark.error.LanceException where the file cannot be read
   */
  public static Optional<FileOrigin> of(TableLocation location, String path) {
    NativeStart.ensure();
    try (CloseableStack resources = new CloseableStack()) {
      return NativeCalls.call(
          "read " + path + " of",
          location,
          () -> {
            LanceFileReader file =
                resources.push(
                    LanceFileReader.open(
                        location.uri().lance() + "/" + path,
                        location.settings().lanceOptions(),
                        NativeMemory.root()));
            return parse(file.schema().getCustomMetadata().getOrDefault(KEY, ""));
          });
    }
  }

  private static Optional<FileOrigin> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(new FileOrigin(parts.group(1), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }
}
