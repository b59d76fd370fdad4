package io.lancetrain.spark.job;

import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableSnapshot;

/** What a write meets at its path. */
public sealed interface WriteTarget {
  /** Where it writes. */
  TableLocation location();

  /** Nothing is there yet. */
  record NewTable(TableLocation location) implements WriteTarget {}

  /** A table is there, at this version. */
  record ExistingTable(TableSnapshot snapshot) implements WriteTarget {
    @Override
    public TableLocation location() {
      return snapshot.version().location();
    }
  }
}
