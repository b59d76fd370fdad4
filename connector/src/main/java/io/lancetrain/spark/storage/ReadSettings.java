package io.lancetrain.spark.storage;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for reads alone.
 *
 * @param options Lance's options that scans of a known version take instead of the others: those of
 *     another endpoint; empty where there is none
 * @param snapshot the snapshot of the bucket that is read; empty for the bucket itself
 */
record ReadSettings(Map<String, String> options, String snapshot) implements Serializable {
  /** Reads go where everything goes. */
  static final ReadSettings NONE = new ReadSettings(Map.of(), "");

  ReadSettings {
    options = Map.copyOf(options);
  }

  Optional<String> ofSnapshot() {
    return snapshot.isEmpty() ? Optional.empty() : Optional.of(snapshot);
  }
}
