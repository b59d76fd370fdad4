package io.lancetrain.spark.job;

import io.lancetrain.spark.batch.ArrowBatches;
import io.lancetrain.spark.batch.ArrowRowWriter;
import io.lancetrain.spark.batch.BatchMemory;
import io.lancetrain.spark.batch.WriteCounters;
import io.lancetrain.spark.dataset.FragmentWriter;
import io.lancetrain.spark.dataset.NativeMemory;
import io.lancetrain.spark.dataset.OffHeapReservation;
import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.metric.WriteMetric;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.TaskContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.executor.OutputMetrics;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.util.TaskCompletionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's rows: into Arrow batches on Spark's thread, into fragments on the native writer's.
 *
 * <p>It owns the batches, the writer and the allocator of both. A task without rows writes nothing.
 */
public final class LanceDataWriter implements DataWriter<InternalRow> {
  private static final Logger LOG = LoggerFactory.getLogger(LanceDataWriter.class);

  /** Beyond this a larger batch gains nothing. */
  private static final int MOST_BATCH_ROWS = 65_536;

  /** One is filled and one is read, and the others even out how fast that goes. */
  private static final int BATCHES_IN_MEMORY = 4;

  private final WriteSpec spec;
  private final StrayFiles strays;
  private final OffHeapReservation reservation;
  private final BatchMemory memory;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private final ArrowRowWriter rows;
  private final WriteCounters counters = new WriteCounters();
  private final ArrowBatches batches;
  private final long batchBytes;
  private long handedOver;
  private long handedOverBytes;
  private long lastBatchBytes;
  private FragmentWriter writer;

  /**
   * The writer of the task that runs on this thread.
   *
   * @param spec the write
   */
  public LanceDataWriter(WriteSpec spec) {
    long attempt = TaskContext.get().taskAttemptId();
    Schema schema = spec.schema(attempt);
    this.spec = spec;
    this.strays = StrayFiles.ofAttempt(spec, attempt, SparkHadoopUtil.get().conf());
    this.reservation =
        OffHeapReservation.take(TaskContext.get().taskMemoryManager(), spec.bufferBytes());
    this.batchBytes =
        Math.min(spec.batchBytes(), Math.max(1, reservation.bytes() / BATCHES_IN_MEMORY));
    this.memory = new BatchMemory(reservation.bytes());
    this.allocator = NativeMemory.allocator("write to " + spec.location(), memory);
    this.root = VectorSchemaRoot.create(schema, allocator);
    this.rows = new ArrowRowWriter(spec.rows(), root, spec.names());
    this.batches = new ArrowBatches(schema, allocator, memory, counters);
  }

  @Override
  public void write(InternalRow row) throws IOException {
    long rowBytes = row instanceof UnsafeRow unsafe ? unsafe.getSizeInBytes() : 0;
    if (rows.rows() > 0 && rows.bytes() + rowBytes > batchBytes) {
      handOver();
    }
    if (rows.rows() == 0 && writer != null) {
      awaitRoom(Math.max(rowBytes, lastBatchBytes));
    }
    try {
      rows.write(row);
    } catch (LanceException refused) {
      throw WriteErrors.inRow(refused, TaskContext.getPartitionId(), handedOver + rows.rows() + 1);
    }
    if (rows.bytes() >= batchBytes || rows.rows() >= batchRows()) {
      handOver();
    }
  }

  /** A file is cut inside a batch natively; a batch larger than a file would only be cut up. */
  private int batchRows() {
    return Math.min(MOST_BATCH_ROWS, spec.files().maxRows());
  }

  private void awaitRoom(long bytes) throws IOException {
    try {
      if (!batches.awaitRoom(bytes)) {
        throw stopped();
      }
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
      throw new IOException("The task was killed while it wrote to " + spec.location(), killed);
    }
  }

  private void handOver() {
    rows.finish();
    counters.add(WriteMetric.BATCHES, 1);
    handedOver += rows.rows();
    handedOverBytes += rows.bytes();
    lastBatchBytes = rows.bytes();
    if (writer == null) {
      writer =
          FragmentWriter.start(
              spec.location(), spec.files(), batches, allocator, batches::writerEnded);
    }
    if (!batches.put(root)) {
      throw stopped();
    }
    rows.reset();
  }

  /** What stopped the writer, or that it was stopped. */
  private RuntimeException stopped() {
    writer.join();
    return WriteErrors.aborted(spec.location().toString());
  }

  /** Spark asks for the last time before the commit, which hands the last batch over. */
  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    counters.set(WriteMetric.ROWS, handedOver + rows.rows());
    counters.set(WriteMetric.BYTES, handedOverBytes + rows.bytes());
    counters.set(WriteMetric.PEAK_BYTES, memory.peak());
    return counters.current();
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    if (rows.rows() > 0) {
      handOver();
    }
    batches.finish();
    if (writer == null) {
      return WrittenByTask.of(WrittenFragments.none());
    }
    WrittenFragments written = writer.join();
    tellSpark(written);
    deleteWhereKilledFromHereOn(written);
    return WrittenByTask.of(written);
  }

  /** The stage's page shows the size of the files. */
  private static void tellSpark(WrittenFragments written) {
    OutputMetrics output = TaskContext.get().taskMetrics().outputMetrics();
    output.setBytesWritten(written.bytes());
    output.setRecordsWritten(written.rows());
  }

  /**
   * A task that is killed between its commit and its end, because another one has failed, is not
   * asked to abort, and its message does not get to the driver.
   */
  private void deleteWhereKilledFromHereOn(WrittenFragments written) {
    TaskCompletionListener listener =
        task -> {
          if (task.isInterrupted()) {
            UnneededFiles.undisturbed(() -> delete(written.files()));
          }
        };
    TaskContext.get().addTaskCompletionListener(listener);
  }

  /**
   * Deletes what this task wrote. A writer that comes to its end says which files it wrote, so it
   * gets no more batches instead of an error; those of one that fails are looked for.
   */
  @Override
  public void abort() {
    batches.finish();
    if (writer == null) {
      return;
    }
    List<String> files;
    try {
      files = writer.join().files();
    } catch (LanceException failed) {
      LOG.debug("The native writer of a failed task failed as well", failed);
      UnneededFiles.undisturbed(() -> delete(strays.find(List.of())));
      return;
    }
    UnneededFiles.undisturbed(() -> delete(files));
  }

  private void delete(List<String> files) {
    UnneededFiles.delete(spec.location(), files, SparkHadoopUtil.get().conf());
  }

  @Override
  public void close() throws IOException {
    batches.close();
    root.close();
    allocator.close();
    reservation.close();
  }
}
