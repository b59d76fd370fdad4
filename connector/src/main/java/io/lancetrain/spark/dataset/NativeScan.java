package io.lancetrain.spark.dataset;

import io.lancetrain.spark.dataset.NativeSchema.LanceScannerMethods;
import io.lancetrain.spark.dataset.ScanRequest.AddressRange;
import io.lancetrain.spark.dataset.ScanRequest.MetadataColumn;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.type.ColumnNames;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.unsafe.Platform;
import org.lance.Dataset;
import org.lance.ipc.ColumnOrdering;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.ipc.ScanStats;

/**
 * One native scan: a stream of Arrow batches in native memory, one at a time.
 *
 * <p>It owns its share of the table's handle, the scanner and the stream, and closes them; a batch
 * belongs to whoever asked for it. Batches stay in the C structs in which Lance hands them over:
 * Arrow Java's vectors differ between the Spark lines, and those of Spark 3.5 have no float16 and
 * end the JVM on a null column.
 */
public final class NativeScan implements AutoCloseable {
  /** The field {@code release} of {@code struct ArrowArray}: 0 marks the end of a stream. */
  private static final int RELEASE_OFFSET = 64;

  /** The field {@code length} of {@code struct ArrowArray}. */
  private static final int LENGTH_OFFSET = 0;

  private final TableVersion version;
  private final CloseableStack resources = new CloseableStack();
  private final LanceScanner scanner;
  private final ArrowArrayStream stream;
  private final Schema schema;
  private final ScannedFiles files;
  private final long wantedRows;
  private StoreReads reads = StoreReads.NONE;
  private long returnedRows;

  private NativeScan(TableVersion version, ScanRequest request) {
    this.version = version;
    this.wantedRows = request.first().limit();
    try {
      DatasetLease lease = resources.push(TableOpener.lease(version));
      files = new ScannedFiles(version, lease.dataset(), request.fragments());
      files.checkLocal();
      BufferAllocator allocator =
          resources.push(NativeMemory.allocator("scan of " + version.location()));
      scanner =
          resources.push(
              call(
                  () ->
                      LanceScanner.create(
                          lease.dataset(), options(lease.dataset(), request), allocator)));
      stream = resources.push(ArrowArrayStream.allocateNew(allocator));
      resources.push(stream::release);
      call(
          () -> {
            NativeSchema.call(LanceScannerMethods.OPEN_STREAM, scanner, stream.memoryAddress());
            return stream;
          });
      schema = call(() -> schema(allocator));
    } catch (RuntimeException | Error failure) {
      resources.closeAfter(failure);
      throw failure;
    }
  }

  /** Starts a scan of one version. */
  public static NativeScan start(TableVersion version, ScanRequest request) {
    return new NativeScan(version.forScans(), request);
  }

  /**
   * The next batch, which the caller closes; empty at the end. The last one may have more rows than
   * were asked for.
   */
  public Optional<NativeBatch> next() {
    if (returnedRows >= wantedRows) {
      return Optional.empty();
    }
    ArrowArray batch = ArrowArray.allocateNew(NativeMemory.root());
    try {
      batch.markReleased();
      call(
          () -> {
            stream.getNext(batch);
            return batch;
          });
    } catch (RuntimeException | Error failure) {
      batch.close();
      throw failure;
    }
    if (Platform.getLong(null, batch.memoryAddress() + RELEASE_OFFSET) != 0) {
      returnedRows += Platform.getLong(null, batch.memoryAddress() + LENGTH_OFFSET);
      return Optional.of(new NativeBatch(batch, schema));
    }
    batch.close();
    reads = scanner.getStats().map(NativeScan::reads).orElse(StoreReads.NONE);
    return Optional.empty();
  }

  /** What the scan asked of the store. Lance tells it at the end of the scan, and not before. */
  public StoreReads reads() {
    return reads;
  }

  private static StoreReads reads(ScanStats stats) {
    return new StoreReads(stats.getRequests(), stats.getBytesRead());
  }

  @Override
  public void close() {
    resources.close();
  }

  private <T> T call(Callable<T> nativeCall) {
    try {
      return nativeCall.call();
    } catch (Exception failure) {
      throw NativeCalls.translate("read " + files + " of", version.location(), failure);
    }
  }

  private Schema schema(BufferAllocator allocator) throws Exception {
    try (ArrowSchema struct = ArrowSchema.allocateNew(allocator)) {
      stream.getSchema(struct);
      return NativeSchema.of(struct, allocator);
    }
  }

  private static ScanOptions options(Dataset dataset, ScanRequest request) {
    ScanOptions.Builder options = unlimited(request);
    if (request.first().isLimited() && canLimit(dataset, request)) {
      options.limit(request.first().limit());
    }
    return options.build();
  }

  /**
   * Whether Lance returns as many rows as there are, up to a limit. Where an index answers one
   * condition of a filter and not the other, lance-core 7.0.0 takes so many rows by the index
   * alone, and then drops those that the other condition does not let through.
   */
  private static boolean canLimit(Dataset dataset, ScanRequest request) {
    return !request.first().order().isEmpty()
        || filter(request).isNone()
        || dataset.listIndexes().isEmpty();
  }

  private static ScanOptions.Builder unlimited(ScanRequest request) {
    RowFilter filter = filter(request);
    ScanOptions.Builder options =
        new ScanOptions.Builder()
            .fragmentIds(request.fragments())
            .batchSize(request.batchRows())
            .collectStats(true)
            .withRowId(request.metadata().contains(MetadataColumn.ROW_ID))
            .withRowAddress(request.metadata().contains(MetadataColumn.ROW_ADDRESS));
    // Without a projection Lance gives all columns.
    if (request.columns().stream().allMatch(ColumnNames::canBeNamed)) {
      options.columns(request.columns());
    }
    if (request.rows() instanceof RowRange range) {
      options.offset(range.offset()).limit(range.limit());
    }
    if (!request.first().order().isEmpty()) {
      options.setColumnOrderings(request.first().order().stream().map(NativeScan::order).toList());
    }
    if (!request.aggregation().isNone()) {
      options.substraitAggregate(SubstraitPlan.of(request.aggregation()));
    }
    if (!filter.isNone()) {
      options.filter(filter.condition());
    }
    return options;
  }

  private static ColumnOrdering order(ColumnOrder order) {
    ColumnOrdering.Builder ordering = new ColumnOrdering.Builder();
    ordering.setColumnName(order.column());
    ordering.setAscending(order.direction() == SortDirection.ASCENDING);
    ordering.setNullFirst(order.nulls() == NullOrdering.NULLS_FIRST);
    return ordering.build();
  }

  /**
   * What counts the rows of a request: Lance counts only where there is a column, such as the id.
   */
  static ScanOptions countOptions(ScanRequest request) {
    return unlimited(request).withRowId(true).build();
  }

  private static RowFilter filter(ScanRequest request) {
    return request.rows() instanceof AddressRange range
        ? request.filter().and(range.filter())
        : request.filter();
  }
}
