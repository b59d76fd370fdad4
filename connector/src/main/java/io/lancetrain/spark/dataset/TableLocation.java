package io.lancetrain.spark.dataset;

import io.lancetrain.spark.storage.StorageSettings;
import io.lancetrain.spark.storage.TableUri;
import java.io.Serializable;

/**
 * Where a table is and how to reach it.
 *
 * @param uri the table's folder
 * @param settings Lance's storage options; they hold secrets and are shown nowhere
 */
public record TableLocation(TableUri uri, StorageSettings settings) implements Serializable {
  /** The URI alone. */
  @Override
  public String toString() {
    return uri.toString();
  }
}
