package io.lancetrain.spark.training;

import java.io.IOException;
import java.util.OptionalInt;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.util.LongAccumulator;

/** Writes a task's share of the rows that come to it. */
final class ShareWriter implements DataWriter<InternalRow> {
  private final FragmentShare share;
  private final int hash;
  private final OptionalInt classHash;
  private final LongAccumulator equalRows;
  private final DataWriter<InternalRow> writer;

  /**
   * A writer.
   *
   * @param hash the ordinal of the rows' hash
   * @param classHash the ordinal of the hash of their class; empty where all are of one class
   * @param equalRows counts the rows that have the same hash as another
   */
  ShareWriter(
      FragmentShare share,
      int hash,
      OptionalInt classHash,
      LongAccumulator equalRows,
      DataWriter<InternalRow> writer) {
    this.share = share;
    this.hash = hash;
    this.classHash = classHash;
    this.equalRows = equalRows;
    this.writer = writer;
  }

  @Override
  public void write(InternalRow row) throws IOException {
    long copies = share.copies(row, row.getLong(hash), classHash(row));
    for (long copy = 0; copy < copies; copy++) {
      writer.write(row);
    }
  }

  private long classHash(InternalRow row) {
    return classHash.isPresent() ? row.getLong(classHash.getAsInt()) : ArrangedRows.ONE_CLASS;
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    share.complete();
    equalRows.add(share.equalRows());
    return writer.commit();
  }

  @Override
  public void abort() throws IOException {
    writer.abort();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return writer.currentMetricsValues();
  }
}
