package io.lancetrain.spark.columns;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;

/** Makes the writer of each task. */
final class ColumnFilesWriterFactory implements DataWriterFactory {
  private static final long serialVersionUID = 1L;

  private final ColumnFilesSpec spec;

  ColumnFilesWriterFactory(ColumnFilesSpec spec) {
    this.spec = spec;
  }

  @Override
  public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
    return new ColumnFilesWriter(spec);
  }
}
