package io.lancetrain.spark.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.ReadOptions;
import org.lance.Transaction;
import org.lance.WriteParams;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.operation.Operation;
import org.lance.operation.Overwrite;

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
    scan(tables.computeIfAbsent(query.table(), this::open), query.scanned());
  }

  private void scan(Dataset table, List<String> columns)
      throws InterruptedException, ExecutionException {
    long scanned = 0;
    for (long rows : share(table, columns, options -> drop(table, options))) {
      scanned += rows;
    }
    if (scanned != table.countRows()) {
      throw new IllegalStateException("Scanned " + scanned + " of " + table.countRows() + " rows");
    }
  }

  /** What a thread does with its share of the rows. */
  private interface Work<T> {
    T on(ScanOptions share) throws Exception;
  }

  private <T> List<T> share(Dataset table, List<String> columns, Work<T> work)
      throws InterruptedException, ExecutionException {
    long rows = table.countRows();
    List<Callable<T>> shares = new ArrayList<>();
    for (int core = 0; core < Contestant.CORES; core++) {
      long from = rows * core / Contestant.CORES;
      long to = rows * (core + 1) / Contestant.CORES;
      ScanOptions options =
          new ScanOptions.Builder()
              .columns(columns)
              .batchSize(columns.contains("image") ? WIDE_BATCH : NARROW_BATCH)
              .offset(from)
              .limit(to - from)
              .build();
      shares.add(() -> work.on(options));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(shares)) {
      results.add(result.get());
    }
    return results;
  }

  private static long drop(Dataset table, ScanOptions share) throws Exception {
    long rows = 0;
    try (LanceScanner scanner = table.newScan(share);
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
  public void readSource(BenchmarkWrite write) throws Exception {
    Dataset table = tables.computeIfAbsent(write.table(), this::open);
    scan(table, columns(table));
  }

  /** Writes the batches that a plain scan of the same rows gives. */
  @Override
  public void write(BenchmarkWrite write) throws Exception {
    Dataset table = tables.computeIfAbsent(write.table(), this::open);
    String uri = store.lance(Contestant.NATIVE.written(write));
    List<FragmentMetadata> fragments = new ArrayList<>();
    share(table, columns(table), options -> copy(table, options, uri)).forEach(fragments::addAll);
    Operation created = Overwrite.builder().fragments(fragments).schema(table.getSchema()).build();
    try (Transaction transaction =
            new Transaction.Builder().readVersion(0).operation(created).build();
        Dataset written = new CommitBuilder(uri, allocator).execute(transaction)) {
      if (written.countRows() != table.countRows()) {
        throw new IllegalStateException("Wrote " + written.countRows() + " rows");
      }
    }
  }

  private List<FragmentMetadata> copy(Dataset table, ScanOptions share, String uri)
      throws Exception {
    try (LanceScanner scanner = table.newScan(share);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      // The writer closes the reader when it has all batches.
      Data.exportArrayStream(allocator, scanner.scanBatches(), stream);
      return Fragment.write()
          .datasetUri(uri)
          .data(stream)
          .writeParams(
              new WriteParams.Builder()
                  .withMode(WriteParams.WriteMode.OVERWRITE)
                  .withStorageOptions(store.lanceOptions())
                  .build())
          .execute();
    }
  }

  @Override
  public String answer(BenchmarkWrite write) {
    throw new UnsupportedOperationException("A plain scan does not run queries");
  }

  @Override
  public void deleteWritten(BenchmarkWrite write) throws IOException {
    Path table = new Path(store.lance(Contestant.NATIVE.written(write)));
    table.getFileSystem(new Configuration()).delete(table, true);
  }

  @Override
  public String plan(BenchmarkQuery query) {
    try (Dataset table = open(query.table())) {
      return table.getFragments().size() + " fragments";
    }
  }

  private static List<String> columns(Dataset table) {
    return table.getSchema().getFields().stream().map(Field::getName).toList();
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
