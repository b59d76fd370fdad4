package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.job.WrittenByTask;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Writes nothing: for a write that the table has already, whose query Spark runs all the same. */
final class DiscardingWriterFactory implements DataWriterFactory {
  private static final long serialVersionUID = 1L;

  @Override
  public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
    return new DiscardingWriter();
  }

  private static final class DiscardingWriter implements DataWriter<InternalRow> {
    @Override
    public void write(InternalRow row) {
      // The table has it.
    }

    @Override
    public WriterCommitMessage commit() {
      return WrittenByTask.of(WrittenFragments.none());
    }

    @Override
    public void abort() {
      // Nothing was written.
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}
