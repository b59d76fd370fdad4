package io.lancetrain.spark.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Python library of Lance, on the other side of the tables. */
public final class Pylance {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private Pylance() {}

  /** The path of a table that {@code write_tables.py} wrote. */
  public static String table(String name) {
    return Tables.FOLDER.resolve(name + ".lance").toString();
  }

  /** A table on the local disk as pylance reads it; {@code read_table.py} says in which form. */
  public static JsonNode read(String table) {
    return json(PythonEnvironment.ofThisBuild().run("read_table.py", table));
  }

  /** Parses JSON, whose texts may be in single quotes. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static final class Tables {
    private static final Path FOLDER = write();

    private static Path write() {
      try {
        Path tables = Path.of(TableStore.LOCAL_DISK.root(), "of pylance");
        Files.createDirectory(tables);
        PythonEnvironment.ofThisBuild().run("write_tables.py", tables.toString());
        return tables;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
