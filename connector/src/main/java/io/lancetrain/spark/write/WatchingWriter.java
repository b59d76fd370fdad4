package io.lancetrain.spark.write;

import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.job.WriteSpec;
import io.lancetrain.spark.predicate.ComparableValue;
import io.lancetrain.spark.predicate.RowCondition;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Looks at the rows of one task on their way to its writer, which it owns. */
final class WatchingWriter implements DataWriter<InternalRow> {
  private static final int MOST_SHOWN = 5;
  private static final int LONGEST_SHOWN = 40;

  private final DataWriter<InternalRow> writer;
  private final StructType rows;
  private final int partition;
  private final RowWatch watch;
  private final RowCondition condition;
  private final ClusterColumns.Reader groups;
  private final HashSet<List<ComparableValue>> seen = new HashSet<>();
  private long row;

  /**
   * A watched writer.
   *
   * @param writer takes the rows
   * @param spec the write
   * @param partition the number of the task among those of the write
   * @param watch what to look at
   */
  WatchingWriter(DataWriter<InternalRow> writer, WriteSpec spec, int partition, RowWatch watch) {
    this.writer = writer;
    this.rows = spec.rows();
    this.partition = partition;
    this.watch = watch;
    this.condition = watch.condition().orElse(null);
    this.groups = watch.groups().map(columns -> columns.reader(rows, spec.names())).orElse(null);
  }

  @Override
  public void write(InternalRow next) throws IOException {
    row++;
    if (condition != null && !condition.holds(next)) {
      throw WriteErrors.rowOutsideCondition(
          watch.table(), watch.text(), partition, row, shown(next));
    }
    if (groups != null) {
      seen.add(groups.group(next));
    }
    writer.write(next);
  }

  /** The first columns of a row that print as one short value. */
  private String shown(InternalRow next) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (int i = 0; i < rows.fields().length && shown < MOST_SHOWN; i++) {
      StructField field = rows.fields()[i];
      if (ComparableValue.compares(field.dataType())) {
        text.append(shown == 0 ? "" : ", ").append(field.name()).append('=').append(value(next, i));
        shown++;
      }
    }
    return text.toString();
  }

  private String value(InternalRow next, int ordinal) {
    if (next.isNullAt(ordinal)) {
      return "null";
    }
    String text = String.valueOf(next.get(ordinal, rows.fields()[ordinal].dataType()));
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    WriterCommitMessage written = writer.commit();
    return groups == null ? written : new WatchedByTask(written, seen);
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
