package io.lancetrain.spark.dataset;

import java.io.Serializable;
import java.time.Instant;

/**
 * One version of one table, as the driver pins it and the executors open it.
 *
 * @param location the table
 * @param number the version, from 1
 * @param committed when it was committed, by its manifest; tells a table from another one that was
 *     made later at the same place with the same version number
 */
public record TableVersion(TableLocation location, long number, Instant committed)
    implements Serializable {
  /**
   * The same version, where scans find it: it has a handle of its own where reads have an endpoint
   * of their own.
   */
  TableVersion forScans() {
    return new TableVersion(location.forScans(), number, committed);
  }
}
