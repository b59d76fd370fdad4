package io.lancetrain.spark.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks for the keys of {@link S3Server} where the suite wrote something. What is found and what
 * was looked at is written down in the folder of the search, which the build looks at in the end.
 */
public final class SecretSearch {
  /** The system property with the folder. */
  static final String DIRECTORY = "lancetrain.search.directory";

  /** What both keys begin with. */
  private static final String MARKER = common(S3Server.ACCESS_KEY, S3Server.SECRET_KEY);

  /** What a test itself writes down for spark-submit, as a user does: the keys belong there. */
  private static final String GIVEN_TO_SPARK_SUBMIT = "spark.properties";

  private static final int PIECE = 1 << 20;
  private static final int SHOWN = 60;

  private SecretSearch() {}

  private static String common(String one, String other) {
    int length = 0;
    while (one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return one.substring(0, length);
  }

  /** What was searched, and the places that show a key. */
  public record Outcome(long files, long bytes, List<String> places) {}

  /** A folder, within that of the search, for what is to be searched in the end. */
  public static Path folder(String name) {
    try {
      return Files.createDirectories(
          Path.of(System.getProperty(DIRECTORY, "target/secret-search"))
              .resolve(name)
              .toAbsolutePath()
              .normalize());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Searches all files below a folder, and writes down what it finds. */
  public static Outcome search(String what, Path root) {
    return written(what, in(root));
  }

  /** Searches files, and fails where one shows a key. */
  static void check(String what, List<Path> files) {
    List<String> places = new ArrayList<>();
    long bytes = 0;
    for (Path file : files) {
      Outcome outcome = in(file);
      places.addAll(outcome.places());
      bytes += outcome.bytes();
    }
    fail(what, written(what, new Outcome(files.size(), bytes, places)));
  }

  /** Searches all files below a folder, and fails where one shows a key. */
  static void check(String what, Path root) {
    fail(what, search(what, root));
  }

  private static void fail(String what, Outcome outcome) {
    if (!outcome.places().isEmpty()) {
      throw new AssertionError(what + " shows a key: " + String.join("\n", outcome.places()));
    }
  }

  /** Searches without writing anything down. */
  public static Outcome in(Path root) {
    long bytes = 0;
    List<String> places = new ArrayList<>();
    List<Path> files = filesBelow(root);
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        bytes += search(in, file.toString(), places);
      } catch (NoSuchFileException gone) {
        // Whoever made it deleted it just now.
        continue;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Outcome(files.size(), bytes, places);
  }

  private static List<Path> filesBelow(Path root) {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith(GIVEN_TO_SPARK_SUBMIT))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Piece by piece, each with the end of the one before it. */
  private static long search(InputStream in, String name, List<String> places) throws IOException {
    long bytes = 0;
    long line = 1;
    String tail = "";
    for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
      bytes += piece.length;
      String text = tail + new String(piece, StandardCharsets.ISO_8859_1);
      int found = text.indexOf(MARKER);
      if (found >= 0) {
        places.add(name + ":" + (line + lines(text, found)) + ": " + excerpt(text, found));
        return bytes;
      }
      int kept = Math.min(text.length(), MARKER.length() - 1);
      tail = text.substring(text.length() - kept);
      line += lines(text, text.length() - kept);
    }
    return bytes;
  }

  private static long lines(String text, int end) {
    return text.chars().limit(end).filter(character -> character == '\n').count();
  }

  private static String excerpt(String text, int found) {
    return text.substring(Math.max(0, found - SHOWN), found).replaceAll("\\s", " ") + "***";
  }

  private static Outcome written(String what, Outcome outcome) {
    write("searched.txt", what + ": " + outcome.files() + " files, " + outcome.bytes() + " bytes");
    outcome.places().forEach(place -> write("found.txt", what + ": " + place));
    return outcome;
  }

  private static synchronized void write(String name, String line) {
    try {
      Files.writeString(
          folder(".").resolve(name),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
