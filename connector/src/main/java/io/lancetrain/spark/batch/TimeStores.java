package io.lancetrain.spark.batch;

import io.lancetrain.spark.batch.FixedWidthWriter.Store;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.spark.unsafe.Platform;

/** How a date, a timestamp or a duration gets from a row to an address. */
final class TimeStores {
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private TimeStores() {}

  static Store days() {
    return (address, values, ordinal) -> Platform.putInt(null, address, values.getInt(ordinal));
  }

  static Store milliseconds() {
    return (address, values, ordinal) ->
        Platform.putLong(null, address, values.getInt(ordinal) * MILLIS_PER_DAY);
  }

  /** From Spark's microseconds to the unit. */
  static Store micros(String column, TimeUnit unit) {
    if (unit == TimeUnit.MICROSECOND) {
      return (address, values, ordinal) -> Platform.putLong(null, address, values.getLong(ordinal));
    }
    MicrosecondConversion conversion = new MicrosecondConversion(column, unit);
    return (address, values, ordinal) ->
        Platform.putLong(null, address, conversion.from(values.getLong(ordinal)));
  }
}
