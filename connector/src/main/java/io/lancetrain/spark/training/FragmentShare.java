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

  /** By class; null for those of which no row came. */
  private final Line[] lines;

  private long rows;
  private long equalRows;
  private long lastHash;
  private long lastClass;

  FragmentShare(String table, LayoutPlan plan, int fragment) {
    this.table = table;
    this.plan = plan;
    this.fragment = fragment;
    this.lines = new Line[plan.classes()];
  }

  /** The rows of a class that came. */
  private static final class Line {
    private final long[] rowsOfBins;
    private final CutBin first;
    private final CutBin last;

    /**
     * A line of which no row came yet.
     *
     * @param first the bin that is cut where the fragment begins
     * @param last the bin that is cut where the fragment ends
     */
    private Line(int bins, int first, int last) {
      this.rowsOfBins = new long[bins];
      this.first = new CutBin(first);
      this.last = new CutBin(last);
    }

    CutBin cut(int bin) {
      if (bin == first.bin) {
        return first;
      }
      return bin == last.bin ? last : null;
    }
  }

  /** The last row that came of a bin of which the fragment takes a part. */
  private static final class CutBin {
    private final int bin;
    private long hash;
    private long copies;
    private InternalRow row;

    private CutBin(int bin) {
      this.bin = bin;
    }
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
    int bin = plan.bin(hash);
    if (ofClass < 0 || plan.counted(ofClass, bin) == 0) {
      throw TrainingErrors.notTheSameTwice(table);
    }
    Line line = line(ofClass);
    long place = line.rowsOfBins[bin]++;
    if (place > 0 && lastHash == hash && lastClass == classHash) {
      equalRows++;
    }
    lastHash = hash;
    lastClass = classHash;
    long copies = plan.copies(fragment, ofClass, bin, place);
    CutBin cut = line.cut(bin);
    if (cut != null) {
      check(cut, row, hash, copies);
    }
    rows += copies;
    return copies;
  }

  /** Which of two equal rows is in the fragment makes no difference; of two others it would. */
  private void check(CutBin cut, InternalRow row, long hash, long copies) {
    if (cut.row != null && cut.hash == hash && cut.copies != copies && !row.equals(cut.row)) {
      throw TrainingErrors.rowsNotToldApart(table);
    }
    cut.hash = hash;
    cut.copies = copies;
    cut.row = row.copy();
  }

  private Line line(int ofClass) {
    if (lines[ofClass] == null) {
      lines[ofClass] =
          new Line(plan.bins(), plan.cutBin(fragment, ofClass), plan.cutBin(fragment + 1, ofClass));
    }
    return lines[ofClass];
  }

  /**
   * Checks that all rows came.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_TRAINING_LAYOUT where they did not
   */
  void complete() {
    for (int ofClass = 0; ofClass < lines.length; ofClass++) {
      for (int bin = 0; lines[ofClass] != null && bin < plan.bins(); bin++) {
        long came = lines[ofClass].rowsOfBins[bin];
        if (came > 0 && came != plan.counted(ofClass, bin)) {
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
