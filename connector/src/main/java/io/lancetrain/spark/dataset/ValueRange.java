package io.lancetrain.spark.dataset;

/**
 * What a zone map knows of a column in one fragment. Rows that were deleted since may be counted.
 *
 * @param least no value is less than this: a Long (integers, dates in days, timestamps in
 *     microseconds), a UTF8String, or a Boolean
 * @param greatest no value is greater than this
 * @param nulls how many values are null at most
 */
public record ValueRange(Comparable<?> least, Comparable<?> greatest, long nulls) {
  /** Whether all values are one value, which is not null. */
  public boolean isOneValue() {
    return nulls == 0 && least.equals(greatest);
  }
}
