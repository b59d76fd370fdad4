package io.lancetrain.spark.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * One handwritten digit of {@code digits/digits.csv.gz}.
 *
 * @param id its row in the file, from 0
 * @param pixels {@value #SIDE} x {@value #SIDE} grey levels, row by row, from 0 to 255
 * @param label what was written, 0 to 9
 */
record Digit(long id, byte[] pixels, int label) {
  static final int SIDE = 8;
  private static final int BRIGHTEST = 16;

  /** The digit's file name in the raw bucket. */
  String file() {
    return "%04d.png".formatted(id);
  }

  /** All 1,797 digits. */
  static List<Digit> all() throws IOException {
    try (InputStream resource = Digit.class.getResourceAsStream("/digits/digits.csv.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.US_ASCII))) {
      List<Digit> digits = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        digits.add(parse(digits.size(), line));
      }
      return List.copyOf(digits);
    }
  }

  private static Digit parse(long id, String line) {
    String[] fields = line.split(",");
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(Integer.parseInt(fields[i]) * 255f / BRIGHTEST);
    }
    return new Digit(id, pixels, Integer.parseInt(fields[pixels.length]));
  }
}
