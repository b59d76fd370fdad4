package io.lancetrain.spark.job;

import io.lancetrain.spark.dataset.ApplicationTransaction;
import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.option.ModeOptions;
import io.lancetrain.spark.option.OnConflict;
import io.lancetrain.spark.option.OptionValues;
import java.util.Optional;

/**
 * What the user wants of the commit.
 *
 * @param onConflict what becomes of a write that replaces rows where the table has changed
 * @param application the number that the application gave the write
 * @param userMetadata a text for the history
 */
public record CommitSettings(
    OnConflict onConflict,
    Optional<ApplicationTransaction> application,
    Optional<String> userMetadata) {

  /**
   * What the options of a write say.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION where one of them is
   *     wrong, or needs another that is missing
   */
  public static CommitSettings of(OptionValues options) {
    return new CommitSettings(
        options.valueOrDefault(ModeOptions.ON_CONFLICT),
        application(options),
        options.value(ModeOptions.USER_METADATA));
  }

  private static Optional<ApplicationTransaction> application(OptionValues options) {
    Optional<String> name = options.value(ModeOptions.TXN_APP_ID);
    Optional<Long> version = options.value(ModeOptions.TXN_VERSION);
    if (name.isPresent() && version.isEmpty()) {
      throw OptionErrors.onlyTogether(
          ModeOptions.TXN_APP_ID.name(), ModeOptions.TXN_VERSION.name());
    } else if (version.isPresent() && name.isEmpty()) {
      throw OptionErrors.onlyTogether(
          ModeOptions.TXN_VERSION.name(), ModeOptions.TXN_APP_ID.name());
    }
    return name.map(application -> new ApplicationTransaction(application, version.get()));
  }
}
