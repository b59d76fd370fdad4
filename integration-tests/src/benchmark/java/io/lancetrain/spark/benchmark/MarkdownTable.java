package io.lancetrain.spark.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table in Markdown. */
final class MarkdownTable {
  private final List<String> lines = new ArrayList<>();

  MarkdownTable(List<String> header) {
    row(header);
    row(Collections.nCopies(header.size(), "---"));
  }

  void row(List<String> cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
