package io.lancetrain.spark.training;

import io.lancetrain.spark.error.TrainingErrors;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * What one task takes of the rows that come to it: exactly the rows of its fragment.
 *
 * <p>Rows come by class in the order of their hashes' hashes, so that the tasks that share a cut
 * bin see its rows in the same order, and count them off alike.
 */
final class FragmentShare {
  private final String table;
  private final LayoutPlan plan;
  private final int fragment;
  private final Map<Long, Bin> bins = new HashMap<>();
  private long rows;
  private long equalRows;

  FragmentShare(String table, LayoutPlan plan, int fragment) {
    this.table = table;
    this.plan = plan;
    this.fragment = fragment;
  }

  /** The rows of one bin that came, and the last of them where the bin may be cut at the next. */
  private static final class Bin {
    private long rows;
    private long lastHash;
    private long lastCopies;
    private InternalRow last;
  }

  /**
   * How often the row belongs to the fragment.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_TRAINING_LAYOUT where the input did not
   *     come out as it was counted, or where rows that differ have the same hash and are told apart
   *     by nothing else
   */
  long copies(InternalRow row, long hash, long classHash) {
    int ofClass = plan.classOf(classHash);
    int number = plan.bin(hash);
    if (ofClass < 0 || plan.counted(ofClass, number) == 0) {
      throw TrainingErrors.notTheSameTwice(table);
    }
    Bin bin = bins.computeIfAbsent((long) ofClass << Integer.SIZE | number, first -> new Bin());
    long copies = plan.copies(fragment, ofClass, number, bin.rows);
    if (bin.rows > 0 && bin.lastHash == hash) {
      equalRows++;
      if (bin.lastCopies != copies && !row.equals(bin.last)) {
        throw TrainingErrors.rowsNotToldApart(table);
      }
    }
    bin.rows++;
    bin.lastHash = hash;
    bin.lastCopies = copies;
    bin.last = plan.isCut(fragment, ofClass, number) ? row.copy() : null;
    rows += copies;
    return copies;
  }

  /**
   * Checks that all rows came.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_TRAINING_LAYOUT where they did not
   */
  void complete() {
    for (Map.Entry<Long, Bin> bin : bins.entrySet()) {
      int ofClass = (int) (bin.getKey() >>> Integer.SIZE);
      if (bin.getValue().rows != plan.counted(ofClass, bin.getKey().intValue())) {
        throw TrainingErrors.notTheSameTwice(table);
      }
    }
    if (rows != plan.rowsPerFragment()) {
      throw TrainingErrors.notTheSameTwice(table);
    }
  }

  /** How many of the rows have the same hash as another, and lie next to it. */
  long equalRows() {
    return equalRows;
  }
}
