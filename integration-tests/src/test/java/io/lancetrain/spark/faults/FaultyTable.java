package io.lancetrain.spark.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table, seen without the connector and without faults: in the folder where the server keeps its
 * objects.
 */
record FaultyTable(String uri, Path folder) {

  /** Every object below the table's folder, relative to it. */
  Set<String> objects() {
    if (!Files.exists(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds an object of a few bytes, which no version needs. */
  void put(String object) {
    try {
      Files.writeString(folder.resolve(object), "left behind");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The objects that no version of the table needs. */
  Set<String> orphans() {
    Set<String> orphans = new TreeSet<>(objects());
    if (exists()) {
      orphans.removeAll(TableContent.namedFiles(folder.toString()));
    }
    orphans.removeIf(object -> object.startsWith("_versions/"));
    return orphans;
  }

  boolean exists() {
    return objects().stream().anyMatch(object -> object.endsWith(".manifest"));
  }

  /** The number of the newest version; 0 where there is no table. */
  long version() {
    return exists() ? TableContent.version(folder.toString()) : 0;
  }

  /** The values of the column id, in order; none where there is no table. */
  List<Long> ids() {
    return exists() ? TableContent.longs(folder.toString(), "id") : List.of();
  }

  /** The transactions of all versions. */
  List<String> transactions() {
    return exists() ? TableContent.transactions(folder.toString()) : List.of();
  }
}
