package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.WrittenFragments;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.types.StructType;

/**
 * Who decides which of the rows that come to a task are written, and what makes a fragment.
 *
 * <p>The rows may have more columns than are written. It travels to the executors once.
 */
public interface Arrangement extends Serializable {
  /** The columns that are written. */
  StructType columns();

  /** The most rows of a fragment, exactly. */
  int rowsPerFragment();

  /**
   * The writer of a task.
   *
   * @param partition the number of the task among those of the write
   * @param rows the columns of the rows that come
   * @param writer takes the rows that are written; the writer that is returned owns it
   */
  DataWriter<InternalRow> writer(int partition, StructType rows, DataWriter<InternalRow> writer);

  /**
   * Looks at what all tasks wrote, before it is committed.
   *
   * @throws io.lancetrain.spark.error.LanceException where it must not be
   */
  void check(WrittenFragments fragments);
}
