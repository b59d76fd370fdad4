package io.lancetrain.spark.training;

import io.lancetrain.spark.error.TrainingErrors;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * How many rows of each class have hashes in each of {@code 2^bits} equal ranges ("bins"). Its size
 * depends on the classes, and not on the rows.
 *
 * @param bits the hash's upper bits that number its bin
 * @param byClass the hash of a class to the counts of its bins, in the order of the hashes
 * @param bytes about how many bytes all rows take in memory; 0 where that was not asked for
 */
record HashCounts(int bits, Map<Long, long[]> byClass, long bytes) {
  private static final int BITS_OF_ONE_CLASS = 16;
  private static final int BITS_OF_MANY_CLASSES = 12;

  /** So many classes of the finer bins take 32 MiB on the driver. */
  private static final int MOST_CLASSES = 1024;

  /** How many bits of a hash number its bin. */
  static int bits(TrainingLayout layout) {
    return layout.stratifyBy().isEmpty() ? BITS_OF_ONE_CLASS : BITS_OF_MANY_CLASSES;
  }

  /** The bin of a hash. */
  static int bin(long hash, int bits) {
    return (int) (hash >>> (Long.SIZE - bits));
  }

  /**
   * Counts the rows, in one pass over them.
   *
   * @param rows with the hash of each row and of its class
   * @param bytes a column with the bytes of each row
   */
  static HashCounts of(
      String table, Dataset<Row> rows, int bits, Column hash, Column classHash, Column bytes) {
    Dataset<Row> counts =
        rows.select(
                classHash,
                functions.shiftrightunsigned(hash, Long.SIZE - bits).cast(DataTypes.IntegerType),
                bytes)
            .mapPartitions(new TaskCounts(1 << bits, MOST_CLASSES), Encoders.row(TaskCounts.SCHEMA))
            .groupBy(functions.col("class"), functions.col("bin"))
            .agg(functions.sum("rows"), functions.sum("bytes"))
            .coalesce(1);
    Map<Long, long[]> byClass = new TreeMap<>();
    long allBytes = 0;
    for (Iterator<Row> each = counts.toLocalIterator(); each.hasNext(); ) {
      Row count = each.next();
      long[] bins = byClass.computeIfAbsent(count.getLong(0), first -> new long[1 << bits]);
      if (byClass.size() > MOST_CLASSES) {
        throw TrainingErrors.tooManyClasses(table, MOST_CLASSES);
      }
      bins[count.getInt(1)] = count.getLong(2);
      allBytes += count.getLong(3);
    }
    return new HashCounts(bits, byClass, allBytes);
  }

  /** All rows. */
  long rows() {
    long rows = 0;
    for (long[] bins : byClass.values()) {
      for (long count : bins) {
        rows += count;
      }
    }
    return rows;
  }
}
