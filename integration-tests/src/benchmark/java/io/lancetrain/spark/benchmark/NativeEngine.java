package io.lancetrain.spark.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ReadOptions;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * Scans of lance-core without Spark: each thread takes its share of the rows and drops the batches.
 * This is what no connector on top of it can beat.
 */
final class NativeEngine implements Engine {
  /** Rows of a batch; the fewer, the wider they are, so that a batch stays in the caches. */
  private static final int WIDE_BATCH = 512;

  private static final int NARROW_BATCH = 8_192;

  private final Store store;
  private final BufferAllocator allocator = new RootAllocator();
  private final Map<String, Dataset> tables = new HashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(Contestant.CORES);

  NativeEngine(Store store) {
    this.store = store;
  }

  @Override
  public void run(BenchmarkQuery query) throws InterruptedException, ExecutionException {
    Dataset table = tables.computeIfAbsent(query.table(), this::open);
    long rows = table.countRows();
    List<Callable<Long>> shares = new ArrayList<>();
    for (int core = 0; core < Contestant.CORES; core++) {
      long from = rows * core / Contestant.CORES;
      long to = rows * (core + 1) / Contestant.CORES;
      shares.add(() -> scan(table, query.scanned(), from, to - from));
    }
    long scanned = 0;
    for (Future<Long> share : threads.invokeAll(shares)) {
      scanned += share.get();
    }
    if (scanned != rows) {
      throw new IllegalStateException("Scanned " + scanned + " of " + rows + " rows");
    }
  }

  private long scan(Dataset table, List<String> columns, long offset, long limit) throws Exception {
    ScanOptions options =
        new ScanOptions.Builder()
            .columns(columns)
            .batchSize(columns.contains("image") ? WIDE_BATCH : NARROW_BATCH)
            .offset(offset)
            .limit(limit)
            .build();
    long rows = 0;
    try (LanceScanner scanner = table.newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        rows += batches.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }

  @Override
  public String answer(BenchmarkQuery query) {
    throw new UnsupportedOperationException("A plain scan does not run queries: " + query.name());
  }

  @Override
  public String plan(BenchmarkQuery query) {
    try (Dataset table = open(query.table())) {
      return table.getFragments().size() + " fragments";
    }
  }

  private Dataset open(String table) {
    return Dataset.open()
        .allocator(allocator)
        .uri(store.lance(table))
        .readOptions(new ReadOptions.Builder().setStorageOptions(store.lanceOptions()).build())
        .build();
  }

  @Override
  public void close() {
    threads.shutdown();
    tables.values().forEach(Dataset::close);
    allocator.close();
  }
}
