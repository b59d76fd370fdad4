package io.lancetrain.spark.training;

import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.error.TrainingErrors;

/** What a version of a table says of its training layout, and whether that is still so. */
public final class Training {
  private Training() {}

  /**
   * The training card of a version.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_TRAINING_LAYOUT where it has none
   */
  public static TrainingCard card(TableSnapshot snapshot) {
    String table = snapshot.version().location().toString();
    return TrainingCard.of(table, snapshot.properties())
        .orElseThrow(() -> TrainingErrors.noCard(table));
  }

  /**
   * Whether a version is even for so many shards and batches of that size.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION for numbers below 1
   */
  public static TrainingCheck check(TableSnapshot snapshot, int shards, int batchSize) {
    requirePositive("shards", shards);
    requirePositive("batchSize", batchSize);
    return TrainingCheck.of(snapshot, shards, batchSize);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw OptionErrors.invalidValue(name, Integer.toString(value), "a whole number from 1");
    }
  }
}
