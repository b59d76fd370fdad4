package io.lancetrain.spark;

import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.table.TimeTravel;

/**
 * Which version a read means, as the one text that Spark passes on: what SQL's {@code VERSION AS
 * OF} takes (a number or a tag), and two forms of our own, which no tag's name can have.
 */
final class VersionText {
  private static final String NEWEST = "version=newest";
  private static final String TAG = "tag=";

  private VersionText() {}

  static String of(OptionValues options) {
    return options
        .value(LanceOptions.TAG)
        .map(tag -> TAG + tag)
        .or(() -> options.value(LanceOptions.VERSION_AS_OF).map(String::valueOf))
        .orElse(NEWEST);
  }

  static TimeTravel parse(String text) {
    if (text.equals(NEWEST)) {
      return new TimeTravel.Newest();
    }
    if (text.startsWith(TAG)) {
      return new TimeTravel.Tag(text.substring(TAG.length()));
    }
    try {
      return new TimeTravel.Version(Long.parseLong(text));
    } catch (NumberFormatException aName) {
      return new TimeTravel.Tag(text);
    }
  }
}
