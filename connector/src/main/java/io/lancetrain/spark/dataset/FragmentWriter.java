package io.lancetrain.spark.dataset;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Fragment;
import org.lance.WriteFragmentBuilder;
import org.lance.WriteParams;
import org.lance.WriteParams.WriteMode;

/**
 * The native fragment writer, on a thread of its own: it pulls Arrow batches from a reader, encodes
 * and uploads them, while the caller's thread fills the next one.
 *
 * <p>It owns its thread and the C stream. The reader stays the caller's.
 */
public final class FragmentWriter {
  private final TableLocation location;
  private final FutureTask<WrittenFragments> task;
  private final Thread thread;

  private FragmentWriter(TableLocation location, Callable<WrittenFragments> work) {
    this.location = location;
    this.task = new FutureTask<>(work);
    this.thread = new Thread(task, "lancetrain-writer");
    thread.setDaemon(true);
  }

  /**
   * Starts to write what the reader yields.
   *
   * @param batches yields the batches; an exception of it ends the writing
   * @param ended is called on the writer's thread when it stops for whatever reason
   */
  public static FragmentWriter start(
      TableLocation location,
      FileSettings settings,
      ArrowReader batches,
      BufferAllocator allocator,
      Runnable ended) {
    NativeStart.ensure();
    FragmentWriter writer =
        new FragmentWriter(
            location,
            () -> {
              try {
                return write(location, settings, batches, allocator);
              } finally {
                ended.run();
              }
            });
    writer.thread.start();
    return writer;
  }

  private static WrittenFragments write(
      TableLocation location,
      FileSettings settings,
      ArrowReader batches,
      BufferAllocator allocator) {
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, batches, stream);
      return NativeCalls.call(
          "write to",
          location,
          () -> new WrittenFragments(builder(location, settings).data(stream).execute()));
    }
  }

  private static WriteFragmentBuilder builder(TableLocation location, FileSettings settings) {
    WriteFragmentBuilder builder = Fragment.write().datasetUri(location.uri().lance());
    return CredentialVendor.of(location)
        .map(
            vendor ->
                builder
                    .namespaceClient(vendor)
                    .tableId(vendor.table())
                    .writeParams(parameters(settings, vendor.options())))
        .orElseGet(
            () -> builder.writeParams(parameters(settings, location.settings().lanceOptions())));
  }

  private static WriteParams parameters(FileSettings settings, Map<String, String> storage) {
    return new WriteParams.Builder()
        .withMode(WriteMode.OVERWRITE)
        .withDataStorageVersion(settings.fileVersion())
        .withMaxRowsPerFile(settings.maxRows())
        .withMaxBytesPerFile(settings.maxBytes())
        .withStorageOptions(storage)
        .build();
  }

  /** Waits for the end: the fragments, or the error that ended the writing. */
  public WrittenFragments join() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException killed) {
          // The native call cannot be interrupted, and its buffers are freed after it: wait for it.
          interrupted = true;
        } catch (ExecutionException failed) {
          throw NativeCalls.translate("write to", location, failed.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
