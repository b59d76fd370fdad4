package io.lancetrain.spark.dataset;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.file.LanceFileReader;

/**
 * Which write a data file comes from. Lance chooses the names of files, so that a file whose writer
 * was lost can be told from those of other writes by its content alone: the metadata of its schema,
 * which a table does not take over.
 */
public final class FileOrigin {
  private static final String KEY = "lancetrain.write";

  private FileOrigin() {}

  /** A schema for data files that name the write they come from. */
  public static Schema named(Schema schema, String write) {
    Map<String, String> metadata = new HashMap<>();
    if (schema.getCustomMetadata() != null) {
      metadata.putAll(schema.getCustomMetadata());
    }
    metadata.put(KEY, write);
    return new Schema(schema.getFields(), metadata);
  }

  /**
   * The write that a data file comes from; empty where it does not say.
   *
   * @param path relative to the table's folder
   * @throws io.lancetrain.spark.error.LanceException where the file cannot be read
   */
  public static Optional<String> of(TableLocation location, String path) {
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
            return Optional.ofNullable(file.schema().getCustomMetadata().get(KEY));
          });
    }
  }
}
