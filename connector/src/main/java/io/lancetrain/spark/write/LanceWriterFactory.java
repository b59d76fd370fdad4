package io.lancetrain.spark.write;

import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;

/** Makes the writer of each task. */
final class LanceWriterFactory implements DataWriterFactory {
  private static final long serialVersionUID = 1L;

  private final WriteSpec spec;

  /** Null where rows are written as they come: an Optional is not serializable. */
  private final Arrangement arrangement;

  LanceWriterFactory(WriteSpec spec, Optional<Arrangement> arrangement) {
    this.spec = spec;
    this.arrangement = arrangement.orElse(null);
  }

  @Override
  public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
    LanceDataWriter writer = new LanceDataWriter(spec);
    return arrangement == null ? writer : arrangement.writer(partitionId, spec.rows(), writer);
  }
}
