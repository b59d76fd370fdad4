package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.predicate.PushedPredicates;
import java.util.Set;
import org.apache.spark.sql.connector.read.Scan;

/**
 * An aggregation that Lance answers: as a whole, or for each task so that Spark merges the rest.
 */
sealed interface PushedAggregation permits PushedCounts, PushedGroups {
  /** The columns that Lance reads for it, besides those of the filter. */
  Set<String> columns();

  /**
   * Whether the scan returns the answer itself, with nothing to merge.
   *
   * @param spec what is aggregated
   */
  boolean isWholeAnswer(ScanSpec spec);

  /**
   * The scan that answers.
   *
   * @param snapshot the table
   * @param spec what is aggregated
   * @param predicates what became of them; none is left to Spark
   * @param planner of a scan of the filter's columns and {@link #columns()}
   */
  Scan scan(
      TableSnapshot snapshot, ScanSpec spec, PushedPredicates predicates, ScanPlanner planner);
}
