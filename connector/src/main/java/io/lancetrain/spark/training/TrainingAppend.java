package io.lancetrain.spark.training;

import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.error.TrainingErrors;
import java.util.List;

/** Whether rows can be added to a table so that its layout goes on. */
final class TrainingAppend {
  private TrainingAppend() {}

  /**
   * The rows that each added fragment must have.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_TRAINING_LAYOUT where the table is not
   *     laid out, or not any more; LANCE_INVALID_OPTION for another layout than the table's
   */
  static int rowsPerFragment(TableSnapshot snapshot, TrainingLayout layout) {
    String table = snapshot.version().location().toString();
    TrainingCard card =
        TrainingCard.of(table, snapshot.properties())
            .orElseThrow(
                () -> TrainingErrors.notLaidOut(table, List.of("it has no training card")));
    requireSame(table, "training.shards", layout.shards(), card.shards());
    requireSame(table, "training.batchSize", layout.batchSize(), card.batchSize());
    TrainingCheck check = TrainingCheck.of(snapshot, card.shards(), card.batchSize());
    if (!check.fits()) {
      throw TrainingErrors.notLaidOut(table, check.problems());
    }
    return card.rowsPerFragment();
  }

  private static void requireSame(String table, String option, int value, int has) {
    if (value != has) {
      throw TrainingErrors.fixedByTable(table, option, value, has);
    }
  }
}
