package io.lancetrain.spark.dataset;

import io.lancetrain.spark.dataset.NativeSchema.LanceScannerMethods;
import io.lancetrain.spark.dataset.ScanRequest.AddressRange;
import io.lancetrain.spark.dataset.ScanRequest.MetadataColumn;
import io.lancetrain.spark.dataset.ScanRequest.RowRange;
import io.lancetrain.spark.type.ColumnNames;
import java.util.concurrent.Callable;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.unsafe.Platform;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * One native scan: a stream of Arrow batches in native memory, one at a time.
 *
 * <p>It owns its share of the table's handle, the scanner, the stream and the batch, and closes
 * all. Batches stay in the C structs in which Lance hands them over: Arrow Java's vectors differ
 * between the Spark lines, and those of Spark 3.5 have no float16 and end the JVM on a null column.
 */
public final class NativeScan implements AutoCloseable {
  /** The field {@code release} of {@code struct ArrowArray}: 0 marks the end of a stream. */
  private static final int RELEASE_OFFSET = 64;

  private final TableVersion version;
  private final CloseableStack resources = new CloseableStack();
  private final ArrowArrayStream stream;
  private final ArrowArray batch;
  private final Schema schema;
  private final ScannedFiles files;
  private boolean batchIsLive;

  private NativeScan(TableVersion version, ScanRequest request) {
    this.version = version;
    try {
      DatasetLease lease = resources.push(TableOpener.lease(version));
      files = new ScannedFiles(version, lease.dataset(), request.fragments());
      files.checkLocal();
      BufferAllocator allocator =
          resources.push(NativeMemory.allocator("scan of " + version.location()));
      LanceScanner scanner =
          resources.push(
              call(() -> LanceScanner.create(lease.dataset(), options(request), allocator)));
      stream = resources.push(ArrowArrayStream.allocateNew(allocator));
      resources.push(stream::release);
      call(
          () -> {
            NativeSchema.call(LanceScannerMethods.OPEN_STREAM, scanner, stream.memoryAddress());
            return stream;
          });
      batch = resources.push(ArrowArray.allocateNew(allocator));
      batch.markReleased();
      schema = call(() -> schema(allocator));
    } catch (RuntimeException | Error failure) {
      resources.closeAfter(failure);
      throw failure;
    }
  }

  /** Starts a scan of one version. */
  public static NativeScan start(TableVersion version, ScanRequest request) {
    return new NativeScan(version, request);
  }

  /** The columns of the batches: those asked for, in that order, then the metadata columns. */
  public Schema schema() {
    return schema;
  }

  /** Releases the batch before and moves to the next; false at the end. */
  public boolean next() {
    releaseBatch();
    call(
        () -> {
          stream.getNext(batch);
          return batch;
        });
    batchIsLive = Platform.getLong(null, batch.memoryAddress() + RELEASE_OFFSET) != 0;
    return batchIsLive;
  }

  /**
   * The address of the batch's {@code struct ArrowArray}, a struct with a child for each column
   * (Arrow C data interface). It is valid until the next call of {@link #next} or {@link #close}.
   */
  public long batchAddress() {
    return batch.memoryAddress();
  }

  private void releaseBatch() {
    if (batchIsLive) {
      batchIsLive = false;
      batch.release();
    }
  }

  @Override
  public void close() {
    releaseBatch();
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

  /**
   * The row addresses are always there with a filter: Lance looks up the rows of one that names row
   * ids, and fails where neither they nor their addresses are wanted.
   */
  private static ScanOptions options(ScanRequest request) {
    RowFilter filter = filter(request);
    ScanOptions.Builder options =
        new ScanOptions.Builder()
            .fragmentIds(request.fragments())
            .batchSize(request.batchRows())
            .withRowId(request.metadata().contains(MetadataColumn.ROW_ID))
            .withRowAddress(
                !filter.isNone() || request.metadata().contains(MetadataColumn.ROW_ADDRESS));
    // Without a projection Lance gives all columns.
    if (request.columns().stream().allMatch(ColumnNames::canBeNamed)) {
      options.columns(request.columns());
    }
    if (request.rows() instanceof RowRange range) {
      options.offset(range.offset()).limit(range.limit());
    }
    if (!filter.isNone()) {
      options.filter(filter.condition());
    }
    return options.build();
  }

  private static RowFilter filter(ScanRequest request) {
    return request.rows() instanceof AddressRange range
        ? request.filter().and(range.filter())
        : request.filter();
  }
}
