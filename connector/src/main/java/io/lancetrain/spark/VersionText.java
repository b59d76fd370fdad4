package io.lancetrain.spark;

import io.lancetrain.spark.error.OptionErrors;
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

  /**
   * The version that options mean which are set for all reads. The text of a time is Spark's to
   * understand, which it does for single reads.
   */
  static TimeTravel travel(OptionValues options) {
    options.refuseTogether(LanceOptions.TAG, LanceOptions.VERSION_AS_OF);
    if (options.value(LanceOptions.TIMESTAMP_AS_OF).isPresent()) {
      throw OptionErrors.notForAllReads(LanceOptions.TIMESTAMP_AS_OF.name());
    }
    return parse(of(options));
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
