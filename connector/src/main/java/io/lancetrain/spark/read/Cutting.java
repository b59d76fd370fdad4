package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.ScanRequest.AddressRange;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.dataset.ScanRequest.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** How one fragment is shared between tasks. */
sealed interface Cutting {
  /**
   * Ranges of a fragment's rows that together hold each of them once.
   *
   * @param parts how many there should be; there may be fewer
   */
  List<Rows> cut(FragmentSummary fragment, long parts);

  /** By the number of rows that are not deleted: each task reads its own pages only. */
  record ByRows() implements Cutting {
    @Override
    public List<Rows> cut(FragmentSummary fragment, long parts) {
      return ranges(fragment.rows(), parts, (from, to) -> new RowRange(from, to - from));
    }
  }

  /**
   * By address, as a filter needs it, which Lance counts before offset and limit. Each task then
   * reads some columns of the whole fragment: those of the filter, and narrow ones.
   *
   * @param mostParts beyond this many parts the columns that each part reads cost more than the
   *     tasks gain
   */
  record ByAddress(long mostParts) implements Cutting {
    @Override
    public List<Rows> cut(FragmentSummary fragment, long parts) {
      long first = fragment.firstAddress();
      return ranges(
          fragment.places(),
          Math.min(parts, mostParts),
          (from, to) -> new AddressRange(first + from, first + to));
    }
  }

  /** Not at all. */
  record Never() implements Cutting {
    @Override
    public List<Rows> cut(FragmentSummary fragment, long parts) {
      return List.of();
    }
  }

  /** Parts that differ by one row at most, without overflow. */
  private static List<Rows> ranges(long rows, long parts, BiFunction<Long, Long, Rows> range) {
    List<Rows> ranges = new ArrayList<>();
    long count = Math.min(rows, parts);
    for (long part = 0; part < count; part++) {
      ranges.add(range.apply(start(rows, part, count), start(rows, part + 1, count)));
    }
    return ranges;
  }

  private static long start(long rows, long part, long parts) {
    return part * (rows / parts) + Math.min(part, rows % parts);
  }
}
