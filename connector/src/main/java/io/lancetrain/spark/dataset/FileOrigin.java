package io.lancetrain.spark.dataset;

import io.lancetrain.spark.storage.folder.StoredFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
   * Where a data file comes from; empty where it does not say, and for a file that is not complete:
   * on a local disk another writer may be in the middle of it. lance-core 7.0.0 ends the process
   * where it opens an empty file.
   *
   * @param file with its path relative to the table's folder
   * @throws io.lancetrain.spark.error.LanceException where the file cannot be read
   */
  public static Optional<FileOrigin> of(TableLocation location, StoredFile file) {
    NativeStart.ensure();
    try (CloseableStack resources = new CloseableStack()) {
      return NativeCalls.call(
          "read " + file.path() + " of",
          location,
          () -> isComplete(location, file) ? read(location, file, resources) : Optional.empty());
    }
  }

  private static boolean isComplete(TableLocation location, StoredFile file) throws IOException {
    if (!location.uri().isLocal()) {
      return file.bytes() >= LocalFile.DATA_FOOTER;
    }
    try (LocalFile local = LocalFile.open(Path.of(location.uri().path(), file.path()))) {
      return local.dataFileDamage().isEmpty();
    } catch (NoSuchFileException deletedMeanwhile) {
      return false;
    }
  }

  private static Optional<FileOrigin> read(
      TableLocation location, StoredFile stored, CloseableStack resources) throws Exception {
    LanceFileReader file =
        resources.push(
            LanceFileReader.open(
                location.uri().lance() + "/" + stored.path(),
                location.settings().currentOptions(),
                NativeMemory.root()));
    return parse(file.schema().getCustomMetadata().getOrDefault(KEY, ""));
  }

  private static Optional<FileOrigin> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(new FileOrigin(parts.group(1), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }
}
