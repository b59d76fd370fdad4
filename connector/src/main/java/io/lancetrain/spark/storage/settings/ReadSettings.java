package io.lancetrain.spark.storage.settings;

import io.lancetrain.spark.storage.ValueForm;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for reads alone.
 *
 * @param options Lance's options that scans of a known version take instead of the others: those of
 *     another endpoint; empty where there is none
 * @param snapshot the snapshot of the bucket that is read; empty for the bucket itself
 * @param answerTimeout how long a step of a read may wait for the store
 */
public record ReadSettings(Map<String, String> options, String snapshot, Duration answerTimeout)
    implements Serializable {
  /** Reads go where everything goes, and wait as long as they do where nothing is set. */
  public static final ReadSettings NONE =
      new ReadSettings(Map.of(), "", ValueForm.toDuration(RequestDefaults.ANSWER_TIMEOUT));

  /** Copies the options. */
  public ReadSettings {
    options = Map.copyOf(options);
  }

  /** These without the options, for who has taken them. */
  ReadSettings withoutOptions() {
    return new ReadSettings(Map.of(), snapshot, answerTimeout);
  }

  Optional<String> ofSnapshot() {
    return snapshot.isEmpty() ? Optional.empty() : Optional.of(snapshot);
  }
}
