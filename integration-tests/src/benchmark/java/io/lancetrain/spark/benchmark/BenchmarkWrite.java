package io.lancetrain.spark.benchmark;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A table that every contestant writes from the same rows.
 *
 * @param table the table that has the rows
 * @param vectors the array columns that are vectors in Lance, with their lengths
 * @param wanted the wanted time of the connector as a share of Parquet's
 */
record BenchmarkWrite(String table, Map<String, Integer> vectors, double wanted)
    implements Serializable {

  /** All writes. */
  static List<BenchmarkWrite> all() {
    return List.of(
        new BenchmarkWrite("images", Map.of("embedding", ImageRows.DIMENSION), 0.5),
        new BenchmarkWrite("lines", Map.of(), 0.8));
  }
}
