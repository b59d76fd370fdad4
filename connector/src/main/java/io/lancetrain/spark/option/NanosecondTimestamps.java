package io.lancetrain.spark.option;

/** What a read does with nanoseconds, which Spark's microseconds cannot always hold. */
public enum NanosecondTimestamps {
  /** A value that is no whole number of microseconds fails the read. */
  EXACT,
  /** A value is rounded towards the past, to a whole number of microseconds. */
  TRUNCATE
}
