package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.FragmentWriter;
import io.lancetrain.spark.dataset.NativeMemory;
import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.storage.DeletedFiles;
import io.lancetrain.spark.storage.TableFiles;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.TaskContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.catalyst.InternalRow;
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
final class LanceDataWriter implements DataWriter<InternalRow> {
  private static final Logger LOG = LoggerFactory.getLogger(LanceDataWriter.class);

  /** Beyond this a larger batch gains nothing. */
  private static final int MOST_BATCH_ROWS = 65_536;

  private final WriteSpec spec;
  private final StrayFiles strays;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private final ArrowRowWriter rows;
  private final ArrowBatches batches;
  private FragmentWriter writer;

  LanceDataWriter(WriteSpec spec) {
    long attempt = TaskContext.get().taskAttemptId();
    Schema schema = spec.schema(attempt);
    this.spec = spec;
    this.strays = StrayFiles.ofAttempt(spec, attempt, SparkHadoopUtil.get().conf());
    this.allocator = NativeMemory.allocator("write to " + spec.location());
    this.root = VectorSchemaRoot.create(schema, allocator);
    this.rows = new ArrowRowWriter(spec.rows(), root, spec.names());
    this.batches = new ArrowBatches(schema, allocator);
  }

  @Override
  public void write(InternalRow row) throws IOException {
    rows.write(row);
    if (rows.bytes() >= spec.batchBytes() || rows.rows() >= batchRows()) {
      handOver();
    }
  }

  /** A file is cut inside a batch natively; a batch larger than a file would only be cut up. */
  private int batchRows() {
    return Math.min(MOST_BATCH_ROWS, spec.files().maxRows());
  }

  private void handOver() throws IOException {
    rows.finish();
    if (writer == null) {
      writer =
          FragmentWriter.start(
              spec.location(), spec.files(), batches, allocator, batches::writerEnded);
    }
    try {
      if (!batches.put(root)) {
        writer.join();
        throw WriteErrors.aborted(spec.location().toString());
      }
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
      throw new IOException("The task was killed while it wrote to " + spec.location(), killed);
    }
    rows.reset();
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
    deleteWhereKilledFromHereOn(written);
    return WrittenByTask.of(written);
  }

  /**
   * A task that is killed between its commit and its end, because another one has failed, is not
   * asked to abort, and its message does not get to the driver.
   */
  private void deleteWhereKilledFromHereOn(WrittenFragments written) {
    TaskCompletionListener listener =
        task -> {
          if (task.isInterrupted()) {
            undisturbed(() -> delete(written.files()));
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
      undisturbed(() -> delete(strays.find(List.of())));
      return;
    }
    undisturbed(() -> delete(files));
  }

  /** The interrupt that killed the task would stop the deletion too. */
  private static void undisturbed(Runnable deletion) {
    boolean killed = Thread.interrupted();
    try {
      deletion.run();
    } finally {
      if (killed) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void delete(List<String> files) {
    DeletedFiles deletion =
        TableFiles.deleteAll(
            spec.location().uri(), files, SparkHadoopUtil.get().conf(), spec.location().settings());
    if (!deletion.notDeleted().isEmpty()) {
      LOG.warn(
          "A task's write to {} failed, and these files of it could not be deleted: {}",
          spec.location(),
          deletion.notDeleted());
    }
  }

  @Override
  public void close() throws IOException {
    batches.close();
    root.close();
    allocator.close();
  }
}
