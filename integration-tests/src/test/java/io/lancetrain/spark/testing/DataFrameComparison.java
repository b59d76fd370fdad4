package io.lancetrain.spark.testing;

import java.util.ServiceLoader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Asserts that two DataFrames are equal: their columns' names, types and nullability, and their
 * rows. NaN equals NaN. The default Spark line brings Spark Testing Base for this; the others use
 * {@link RowComparison}.
 */
public interface DataFrameComparison {

  /** The comparison of the Spark line that the tests run on. */
  static DataFrameComparison ofThisLine() {
    return ServiceLoader.load(DataFrameComparison.class).findFirst().orElseGet(RowComparison::new);
  }

  /**
   * The comparison that tells -0.0 from 0.0, and looks into binaries at any depth; Spark Testing
   * Base does neither.
   */
  static DataFrameComparison exact() {
    return new RowComparison();
  }

  /** Fails unless both have the same rows in the same order. */
  void assertEqualInOrder(Dataset<Row> expected, Dataset<Row> actual);

  /** Fails unless both have the same rows, each as many times, in any order. */
  void assertEqualInAnyOrder(Dataset<Row> expected, Dataset<Row> actual);
}
