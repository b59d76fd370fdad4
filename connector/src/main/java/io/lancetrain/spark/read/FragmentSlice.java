package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.dataset.ScanRequest.Rows;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What one task reads: some fragments as a whole, or a range of the rows of one.
 *
 * @param fragments ids, in the table's order
 * @param rows which rows of them
 * @param count how many rows that are not deleted; {@link #UNCOUNTED} where that is not known
 */
record FragmentSlice(List<Integer> fragments, Rows rows, long count) implements Serializable {
  /** A count that is not known. */
  static final long UNCOUNTED = -1;

  /** A slice that knows how many rows it holds only if they are a range. */
  FragmentSlice(List<Integer> fragments, Rows rows) {
    this(fragments, rows, rows instanceof RowRange range ? range.limit() : UNCOUNTED);
  }

  /** Its rows as a range over all of its fragments, where their number is known. */
  Optional<RowRange> range() {
    if (rows instanceof RowRange range) {
      return Optional.of(range);
    }
    return count == UNCOUNTED ? Optional.empty() : Optional.of(new RowRange(0, count));
  }
}
