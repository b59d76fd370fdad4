package io.lancetrain.spark.training;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Counts the rows of one task by class and bin, in an array for each class: the hash map of an
 * aggregation took 9 % of the time of a layout's tasks, as {@code connector/docs/performance.md}
 * says.
 */
final class TaskCounts implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /**
   * What a task returns: how many rows of a class are in a bin. The bytes of all rows of the task
   * come once, with no rows.
   */
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
    // One at a time, since classes times bins may be millions.
    return Stream.concat(
            byClass.isEmpty() ? Stream.empty() : Stream.of(row(lastClass, 0, 0, bytes)),
            byClass.entrySet().stream().flatMap(one -> rows(one.getKey(), one.getValue())))
        .iterator();
  }

  private static Stream<Row> rows(long ofClass, long[] counts) {
    return IntStream.range(0, counts.length)
        .filter(bin -> counts[bin] > 0)
        .mapToObj(bin -> row(ofClass, bin, counts[bin], 0));
  }

  private static Row row(long ofClass, int bin, long rows, long bytes) {
    return RowFactory.create(ofClass, bin, rows, bytes);
  }
}
