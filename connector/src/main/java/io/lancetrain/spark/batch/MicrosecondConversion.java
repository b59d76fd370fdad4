package io.lancetrain.spark.batch;

import io.lancetrain.spark.error.TypeErrors;
import org.apache.arrow.vector.types.TimeUnit;

/** From Spark's microseconds to the unit of a table's timestamps or durations, exactly. */
final class MicrosecondConversion {
  private static final long NANOS_PER_MICRO = 1_000L;
  private static final long MICROS_PER_MILLI = 1_000L;
  private static final long MICROS_PER_SECOND = 1_000_000L;

  private final String column;
  private final TimeUnit unit;

  MicrosecondConversion(String column, TimeUnit unit) {
    this.column = column;
    this.unit = unit;
  }

  /**
   * The value in the unit.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_VALUE_OUT_OF_RANGE where it is no whole
   *     number of the unit, or beyond 64 bits
   */
  long from(long micros) {
    return switch (unit) {
      case SECOND -> divide(micros, MICROS_PER_SECOND, "seconds");
      case MILLISECOND -> divide(micros, MICROS_PER_MILLI, "milliseconds");
      case MICROSECOND -> micros;
      case NANOSECOND -> nanoseconds(micros);
    };
  }

  private long divide(long micros, long divisor, String units) {
    if (micros % divisor != 0) {
      throw TypeErrors.value(
          column,
          micros + " microseconds",
          units,
          "the table would lose a part of it. Truncate the column to whole " + units + ".");
    }
    return micros / divisor;
  }

  private long nanoseconds(long micros) {
    long nanos = micros * NANOS_PER_MICRO;
    if (nanos / NANOS_PER_MICRO != micros) {
      throw TypeErrors.value(
          column,
          micros + " microseconds",
          "nanoseconds",
          "64 bits of nanoseconds reach 292 years to each side of zero only.");
    }
    return nanos;
  }
}
