package io.lancetrain.spark.metric;

import java.util.List;
import java.util.Locale;

/** A number of bytes as people read it. */
public final class ByteText {
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

  private ByteText() {}

  /** With a unit that leaves at most four digits before the point. */
  public static String of(long bytes) {
    double number = bytes;
    int unit = 0;
    while (number >= 1024 && unit < UNITS.size() - 1) {
      number /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %s", number, UNITS.get(unit));
  }
}
