package io.lancetrain.spark.vector;

import io.lancetrain.spark.option.NanosecondTimestamps;
import org.apache.spark.sql.types.DataType;

/** Timestamps and durations in nanoseconds as Spark's microseconds. */
final class NanosecondVector extends CheckedVector {
  private static final long NANOS_PER_MICRO = 1_000;

  private final boolean exact;

  NanosecondVector(
      String column, DataType type, ArrowArrayView array, NanosecondTimestamps nanoseconds) {
    super(column, type, array);
    this.exact = nanoseconds == NanosecondTimestamps.EXACT;
  }

  @Override
  public long getLong(int row) {
    long nanos = stored(row);
    long micros = Math.floorDiv(nanos, NANOS_PER_MICRO);
    if (!exact || micros * NANOS_PER_MICRO == nanos) {
      return micros;
    }
    return refused(
        row,
        nanos + " ns",
        "it is no whole number of microseconds. Set option 'nanosecondTimestamps' to 'truncate' to"
            + " round such values down.");
  }
}
