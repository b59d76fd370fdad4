package io.lancetrain.spark.batch;

import io.lancetrain.spark.type.NameMatching;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Writes Spark's rows into the vectors of one Arrow batch after another.
 *
 * <p>Used by one thread. It does not own the vectors: whoever made the root closes it. After a
 * value was refused the batch holds half a row and must not be used.
 */
public final class ArrowRowWriter {
  private final VectorSchemaRoot root;
  private final List<ColumnWriter> columns;
  private final int[] ordinals;
  private final List<ReadBackGuard> guards;
  private final BatchBytes bytes = new BatchBytes();
  private int rows;

  /**
   * A writer whose first row becomes the first row of the batch.
   *
   * @param schema the schema of the rows, found to fit the vectors
   * @param root the vectors to write into, empty
   * @param names which column of the rows goes into which vector
   */
  public ArrowRowWriter(StructType schema, VectorSchemaRoot root, NameMatching names) {
    this.root = root;
    this.columns = new ArrayList<>();
    this.ordinals =
        names.ordinals(schema, root.getSchema().getFields().stream().map(Field::getName).toList());
    ColumnWriters writers = new ColumnWriters(names, bytes);
    for (FieldVector vector : root.getFieldVectors()) {
      DataType type = schema.fields()[ordinals[columns.size()]].dataType();
      columns.add(writers.of(vector.getName(), vector, type));
    }
    this.guards = ReadBackGuard.of(columns);
  }

  /**
   * Appends one row.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_VALUE_OUT_OF_RANGE, naming the column,
   *     for a value that its vector cannot hold
   */
  public void write(InternalRow row) {
    for (int i = 0; i < ordinals.length; i++) {
      columns.get(i).append(row, ordinals[i]);
    }
    rows++;
  }

  /** The rows in this batch. */
  public int rows() {
    return rows;
  }

  /** About how many bytes the values of this batch take in memory. */
  public long bytes() {
    return bytes.total();
  }

  /**
   * Completes the batch: the root can be read and exported.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_UNSUPPORTED_TYPE for values that,
   *     together with those of earlier batches, Lance would not give back
   */
  public void finish() {
    columns.forEach(ColumnWriter::finish);
    root.setRowCount(rows);
    guards.forEach(ReadBackGuard::check);
  }

  /**
   * Begins the next batch, in memory of its own: a reader that holds on to the memory of the last
   * one, as the native writer does, keeps it unchanged.
   */
  public void reset() {
    root.clear();
    columns.forEach(ColumnWriter::reset);
    bytes.reset();
    rows = 0;
  }
}
