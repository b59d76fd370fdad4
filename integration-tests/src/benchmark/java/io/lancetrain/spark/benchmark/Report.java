package io.lancetrain.spark.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is known so far: each part is printed, and kept in a file, as soon as it is there. */
final class Report {
  private final Path file;
  private final List<String> parts = new ArrayList<>();

  Report(Path file) {
    this.file = file;
  }

  void add(String part) {
    parts.add(part);
    System.out.println(part);
    try {
      Files.writeString(file, text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return String.join("\n", parts);
  }
}
