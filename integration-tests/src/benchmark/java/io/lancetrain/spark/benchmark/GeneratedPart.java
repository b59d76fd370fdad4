package io.lancetrain.spark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a page between two comments, which a program writes. */
record GeneratedPart(Path page) {
  private static final String BEGIN = "<!-- Written by the benchmarks from here. -->\n";
  private static final String END = "<!-- Written by the benchmarks to here. -->\n";

  void replace(String content) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(
          "Cannot write into " + page + ": it has no two lines\n" + BEGIN + END);
    }
    Files.writeString(
        page,
        text.substring(0, begin + BEGIN.length()) + "\n" + content + "\n" + text.substring(end));
  }
}
