package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.ScanRequest.AddressRange;
import io.lancetrain.spark.dataset.ScanRequest.AllRows;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
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

  /** How a slice names a part of a fragment. */
  enum RangeKind {
    /** By rows that are not deleted: only the pages of the part are read. */
    ROWS,
    /** By addresses, which go with a filter and with an order. */
    ADDRESSES
  }

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

  /**
   * The slices of a scan.
   *
   * @param fragments all fragments of the scan
   * @param projectedShare the share of a fragment's bytes that the scan reads, from 0 to 1
   * @param kind how a part of a fragment is named
   */
  List<FragmentSlice> plan(List<FragmentSummary> fragments, double projectedShare, RangeKind kind) {
    long total = fragments.stream().mapToLong(each -> cost(each, projectedShare)).sum();
    long target = Math.min(splitBytes, Math.max(SMALLEST_SPLIT, total / Math.max(1, cores)));
    Slices slices = new Slices(target, kind);
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
    private final RangeKind kind;
    private final List<FragmentSlice> done = new ArrayList<>();
    private final List<Integer> waiting = new ArrayList<>();
    private long waitingBytes;

    Slices(long target, RangeKind kind) {
      this.target = target;
      this.kind = kind;
    }

    void add(FragmentSummary fragment, long bytes) {
      if (waitingBytes + bytes > target) {
        close();
      }
      if (bytes > target && bytes - FRAGMENT_COST > 0) {
        cut(fragment, bytes);
      } else {
        waiting.add(fragment.id());
        waitingBytes += bytes;
      }
    }

    private void cut(FragmentSummary fragment, long bytes) {
      long rows = kind == RangeKind.ROWS ? fragment.rows() : fragment.places();
      long parts = Math.min(rows, -Math.floorDiv(-bytes, target));
      for (long part = 0; part < parts; part++) {
        long from = rowsBefore(rows, part, parts);
        long to = rowsBefore(rows, part + 1, parts);
        done.add(new FragmentSlice(List.of(fragment.id()), range(fragment, from, to)));
      }
    }

    private Rows range(FragmentSummary fragment, long from, long to) {
      long address = (long) fragment.id() << Integer.SIZE;
      return kind == RangeKind.ROWS
          ? new RowRange(from, to - from)
          : new AddressRange(address + from, address + to);
    }

    /** Spreads the remainder, so that the parts differ by one row at most, without overflow. */
    private static long rowsBefore(long rows, long part, long parts) {
      long each = rows / parts;
      return part * each + Math.min(part, rows % parts);
    }

    private void close() {
      if (!waiting.isEmpty()) {
        done.add(new FragmentSlice(List.copyOf(waiting), new AllRows()));
        waiting.clear();
        waitingBytes = 0;
      }
    }

    List<FragmentSlice> finish() {
      close();
      return List.copyOf(done);
    }
  }
}
