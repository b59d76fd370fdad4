package io.lancetrain.spark.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Counts the rows of one task by class and bin in arrays, which takes a fifth of the time of the
 * hash map of an aggregation.
 */
final class TaskCounts implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** What a task returns: how many rows of a class are in a bin, and their bytes. */
  static final StructType SCHEMA =
      new StructType()
          .add("class", DataTypes.LongType, false)
          .add("bin", DataTypes.IntegerType, false)
          .add("rows", DataTypes.LongType, false)
          .add("bytes", DataTypes.LongType, false);

  private final int bins;
  private final int mostClasses;

  /**
   * Counts.
   *
   * @param mostClasses with more than these a table is refused, so that the task need not go on
   */
  TaskCounts(int bins, int mostClasses) {
    this.bins = bins;
    this.mostClasses = mostClasses;
  }

  /** The rows have the hash of their class, the bin and the bytes. */
  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Map<Long, long[]> byClass = new HashMap<>();
    long lastClass = 0;
    long[] counts = null;
    long bytes = 0;
    while (rows.hasNext() && byClass.size() <= mostClasses) {
      Row row = rows.next();
      long ofClass = row.getLong(0);
      if (counts == null || ofClass != lastClass) {
        counts = byClass.computeIfAbsent(ofClass, first -> new long[bins]);
        lastClass = ofClass;
      }
      counts[row.getInt(1)]++;
      bytes += row.getLong(2);
    }
    return rows(byClass, bytes).iterator();
  }

  /** The bytes of all are with the first. */
  private static List<Row> rows(Map<Long, long[]> byClass, long bytes) {
    List<Row> rows = new ArrayList<>();
    byClass.forEach(
        (ofClass, counts) -> {
          for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
              rows.add(RowFactory.create(ofClass, bin, counts[bin], rows.isEmpty() ? bytes : 0L));
            }
          }
        });
    return rows;
  }
}
