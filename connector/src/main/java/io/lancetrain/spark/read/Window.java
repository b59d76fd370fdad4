package io.lancetrain.spark.read;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some rows and the native scan that reads them. It opens the scan and fetches the first batch,
 * with which Lance begins to fetch the others, before anybody asks for them.
 *
 * <p>It owns the scan, and the first batch until that is taken. A native call cannot be
 * interrupted: what it is in when this is closed is closed when the call returns.
 */
final class Window implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Window.class);

  private final long rows;
  private final CompletableFuture<Begun> beginning;
  private boolean firstTaken;
  private long received;

  private record Begun(WholeScan scan, Optional<FetchedBatch> first) {}

  /**
   * Begins to read.
   *
   * @param rows how many rows the scan has to bring
   * @param opener opens the scan
   * @param executor where that happens
   */
  Window(long rows, Supplier<WholeScan> opener, Executor executor) {
    this.rows = rows;
    this.beginning = CompletableFuture.supplyAsync(() -> begin(opener), executor);
  }

  private static Begun begin(Supplier<WholeScan> opener) {
    WholeScan scan = opener.get();
    try {
      return new Begun(scan, scan.next());
    } catch (RuntimeException | Error failure) {
      scan.close();
      throw failure;
    }
  }

  /** The next batch, which the caller closes; empty at the end. */
  Optional<FetchedBatch> next() {
    Begun begun = begun();
    Optional<FetchedBatch> batch = firstTaken ? begun.scan().next() : begun.first();
    firstTaken = true;
    received += batch.map(FetchedBatch::rows).orElse(0L);
    return batch;
  }

  private Begun begun() {
    try {
      return beginning.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof Error error) {
        throw error;
      }
      throw failure.getCause() instanceof RuntimeException known ? known : failure;
    }
  }

  /** How many rows it has to bring. */
  long rows() {
    return rows;
  }

  /** How many rows it has brought. */
  long received() {
    return received;
  }

  @Override
  public void close() {
    boolean taken = firstTaken;
    firstTaken = true;
    CompletableFuture<Void> unused =
        beginning.thenAccept(begun -> close(begun, taken ? Optional.empty() : begun.first()));
  }

  /** Nobody waits for this, who could be told of a failure. */
  private static void close(Begun begun, Optional<FetchedBatch> untaken) {
    try (WholeScan scan = begun.scan()) {
      LOG.trace("Closing {}", scan);
      untaken.ifPresent(FetchedBatch::close);
    } catch (RuntimeException failure) {
      LOG.warn("Cannot close the scan of a window of rows", failure);
    }
  }
}
