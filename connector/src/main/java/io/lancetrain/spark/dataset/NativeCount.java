package io.lancetrain.spark.dataset;

import io.lancetrain.spark.dataset.ScanRequest.Rows;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.ipc.LanceScanner;

/** Counts rows natively: nothing but the number leaves the library. */
public final class NativeCount {
  /** So many rows of the filter's columns are in memory at once. */
  private static final long BATCH_ROWS = 8_192;

  private NativeCount() {}

  /**
   * How many rows pass a filter.
   *
   * @param version the table version
   * @param fragments ids of the fragments to count in
   * @param rows which rows of them; a range of addresses where it is a range
   * @param filter which of those rows
   */
  public static long rows(
      TableVersion version, List<Integer> fragments, Rows rows, RowFilter filter) {
    return counted(version.forScans(), fragments, rows, filter);
  }

  private static long counted(
      TableVersion version, List<Integer> fragments, Rows rows, RowFilter filter) {
    ScanRequest request =
        new ScanRequest(
            List.of(),
            List.of(),
            fragments,
            rows,
            filter,
            FirstRows.ALL,
            NativeAggregation.NONE,
            BATCH_ROWS);
    return AnswerLimit.await("count the rows of", version.location(), () -> rows(version, request));
  }

  private static long rows(TableVersion version, ScanRequest request) {
    try (CloseableStack resources = new CloseableStack()) {
      DatasetLease lease = resources.push(TableOpener.lease(version));
      ScannedFiles files = new ScannedFiles(version, lease.dataset(), request.fragments());
      files.checkLocal();
      BufferAllocator allocator =
          resources.push(NativeMemory.allocator("count of " + version.location()));
      return NativeCalls.call(
          "count the rows of " + files + " in",
          version.location(),
          () ->
              resources
                  .push(
                      LanceScanner.create(
                          lease.dataset(), NativeScan.countOptions(request), allocator))
                  .countRows());
    }
  }
}
