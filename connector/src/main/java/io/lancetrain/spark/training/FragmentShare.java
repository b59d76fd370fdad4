package io.lancetrain.spark.training;

import io.lancetrain.spark.error.TrainingErrors;
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

  /** By class and bin; null for those of which no row came. */
  private final Bin[][] bins;

  private long rows;
  private long equalRows;

  FragmentShare(String table, LayoutPlan plan, int fragment) {
    this.table = table;
    this.plan = plan;
    this.fragment = fragment;
    this.bins = new Bin[plan.classes()][];
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
    Bin bin = bin(ofClass, number);
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

  private Bin bin(int ofClass, int number) {
    if (bins[ofClass] == null) {
      bins[ofClass] = new Bin[plan.bins()];
    }
    if (bins[ofClass][number] == null) {
      bins[ofClass][number] = new Bin();
    }
    return bins[ofClass][number];
  }

  /**
   * Checks that all rows came.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_TRAINING_LAYOUT where they did not
   */
  void complete() {
    for (int ofClass = 0; ofClass < bins.length; ofClass++) {
      for (int number = 0; bins[ofClass] != null && number < bins[ofClass].length; number++) {
        Bin bin = bins[ofClass][number];
        if (bin != null && bin.rows != plan.counted(ofClass, number)) {
          throw TrainingErrors.notTheSameTwice(table);
        }
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
