package io.lancetrain.spark.write;

import io.lancetrain.spark.job.LanceDataWriter;
import io.lancetrain.spark.job.WriteSpec;
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

  /** Null where nothing of the rows is looked at. */
  private final RowWatch watch;

  LanceWriterFactory(WriteSpec spec, Optional<Arrangement> arrangement, Optional<RowWatch> watch) {
    this.spec = spec;
    this.arrangement = arrangement.orElse(null);
    this.watch = watch.orElse(null);
  }

  @Override
  public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
    DataWriter<InternalRow> writer = new LanceDataWriter(spec);
    if (watch != null) {
      writer = new WatchingWriter(writer, spec, partitionId, watch);
    }
    return arrangement == null ? writer : arrangement.writer(partitionId, spec.rows(), writer);
  }
}
