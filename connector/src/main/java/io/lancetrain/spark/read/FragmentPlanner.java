package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.ScanRequest.AllRows;
import io.lancetrain.spark.dataset.ScanRequest.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * Fragments to tasks, by bytes: small fragments share a task, a large one is cut into row ranges.
 * Every row that is not deleted is in exactly one slice, and slices follow the table's order.
 */
final class FragmentPlanner {
  /** What opening one more fragment costs, in bytes that could be read instead. */
  private static final long FRAGMENT_COST = 64L << 10;

  /** A task that would read less than this is not worth having just to keep a core busy. */
  private static final long SMALLEST_SPLIT = 4L << 20;

  private final long splitBytes;
  private final int cores;

  /**
   * A planner.
   *
   * @param splitBytes about how many bytes one task reads, at most
   * @param cores how many tasks can run at once; there are as many if there is enough to do
   */
  FragmentPlanner(long splitBytes, int cores) {
    this.splitBytes = splitBytes;
    this.cores = cores;
  }

  /** A planner that puts all fragments into one slice, if there are any. */
  static FragmentPlanner ofOneTask() {
    return new FragmentPlanner(Long.MAX_VALUE, 1);
  }

  /**
   * The slices of a scan.
   *
   * @param fragments all fragments of the scan
   * @param projectedShare the share of a fragment's bytes that the scan reads, from 0 to 1
   * @param cutting how a large fragment may be cut
   */
  List<FragmentSlice> plan(
      List<FragmentSummary> fragments, double projectedShare, Cutting cutting) {
    long total = fragments.stream().mapToLong(each -> cost(each, projectedShare)).sum();
    long target = Math.min(splitBytes, Math.max(SMALLEST_SPLIT, total / Math.max(1, cores)));
    Slices slices = new Slices(target, cutting);
    for (FragmentSummary fragment : fragments) {
      if (fragment.rows() > 0) {
        slices.add(fragment, cost(fragment, projectedShare));
      }
    }
    return slices.finish();
  }

  private static long cost(FragmentSummary fragment, double projectedShare) {
    return FRAGMENT_COST + (long) (fragment.bytes() * projectedShare);
  }

  /** The slices so far, and the whole fragments that wait for a slice. */
  private static final class Slices {
    private final long target;
    private final Cutting cutting;
    private final List<FragmentSlice> done = new ArrayList<>();
    private final List<Integer> waiting = new ArrayList<>();
    private long waitingBytes;
    private long waitingRows;

    Slices(long target, Cutting cutting) {
      this.target = target;
      this.cutting = cutting;
    }

    void add(FragmentSummary fragment, long bytes) {
      if (waitingBytes + bytes > target) {
        close();
      }
      long parts = -Math.floorDiv(-bytes, target);
      List<Rows> cut = bytes > FRAGMENT_COST ? cutting.cut(fragment, parts) : List.of();
      if (cut.size() > 1) {
        cut.forEach(rows -> done.add(new FragmentSlice(List.of(fragment.id()), rows)));
      } else {
        waiting.add(fragment.id());
        waitingBytes += bytes;
        waitingRows += fragment.rows();
      }
    }

    private void close() {
      if (!waiting.isEmpty()) {
        done.add(new FragmentSlice(List.copyOf(waiting), new AllRows(), waitingRows));
        waiting.clear();
        waitingBytes = 0;
        waitingRows = 0;
      }
    }

    List<FragmentSlice> finish() {
      close();
      return List.copyOf(done);
    }
  }
}
