package io.lancetrain.spark.dataset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * The rows of one version that a commit deletes: as fragments that go as a whole, and as deletion
 * files beside those that stay. No version names the files before the commit.
 */
final class RowDeletion {
  private static final long BATCH_ROWS = 65_536;
  private static final String ACTION = "find the rows to replace in";

  private final TableLocation location;
  private final Dataset dataset;
  private final List<Long> removed = new ArrayList<>();
  private final List<FragmentMetadata> updated = new ArrayList<>();
  private final List<String> files = new ArrayList<>();

  /**
   * Nothing is deleted yet.
   *
   * @param dataset the version; it stays the caller's
   */
  RowDeletion(TableLocation location, Dataset dataset) {
    this.location = location;
    this.dataset = dataset;
  }

  /**
   * Finds the rows that pass any of the filters, and writes the deletion files. What it has written
   * when it fails, {@link #files()} names.
   */
  void delete(List<RowFilter> filters) {
    Map<Integer, BitSet> places = new TreeMap<>();
    filters.forEach(filter -> find(filter, places));
    NativeCalls.call(
        "delete rows of",
        location,
        () -> {
          places.forEach(this::delete);
          return places;
        });
  }

  private void find(RowFilter filter, Map<Integer, BitSet> places) {
    ScanOptions.Builder options =
        new ScanOptions.Builder().columns(List.of()).withRowAddress(true).batchSize(BATCH_ROWS);
    if (!filter.isNone()) {
      options.filter(filter.condition());
    }
    try (CloseableStack resources = new CloseableStack()) {
      BufferAllocator allocator =
          resources.push(NativeMemory.allocator("rows to replace in " + location));
      NativeCalls.call(
          ACTION,
          location,
          () -> {
            LanceScanner scanner =
                resources.push(LanceScanner.create(dataset, options.build(), allocator));
            ArrowReader batches = resources.push(scanner.scanBatches());
            while (batches.loadNextBatch()) {
              add((UInt8Vector) batches.getVectorSchemaRoot().getVector("_rowaddr"), places);
            }
            return places;
          });
    }
  }

  private static void add(UInt8Vector addresses, Map<Integer, BitSet> places) {
    for (int i = 0; i < addresses.getValueCount(); i++) {
      long address = addresses.get(i);
      places.computeIfAbsent((int) (address >>> 32), id -> new BitSet()).set((int) address);
    }
  }

  private void delete(int id, BitSet places) {
    Fragment fragment = dataset.getFragment(id);
    List<Integer> rows = places.stream().boxed().toList();
    FragmentMetadata left = rows.size() == fragment.countRows() ? null : fragment.deleteRows(rows);
    if (left == null) {
      removed.add((long) id);
    } else {
      updated.add(left);
      files.add(path(id, left.getDeletionFile()));
    }
  }

  private static String path(int fragment, DeletionFile file) {
    return "_deletions/%d-%d-%s.%s"
        .formatted(
            fragment,
            file.getReadVersion(),
            Long.toUnsignedString(file.getId()),
            file.getFileType() == DeletionFileType.ARRAY ? "arrow" : "bin");
  }

  /** Whether there are no such rows. */
  boolean isEmpty() {
    return removed.isEmpty() && updated.isEmpty();
  }

  /** The ids of fragments that go. */
  List<Long> removed() {
    return List.copyOf(removed);
  }

  /** The fragments that stay, with their deletion files. */
  List<FragmentMetadata> updated() {
    return List.copyOf(updated);
  }

  /** The deletion files, relative to the table's folder. */
  List<String> files() {
    return List.copyOf(files);
  }
}
