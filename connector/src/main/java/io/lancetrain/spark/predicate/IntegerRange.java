package io.lancetrain.spark.predicate;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;

/**
 * What an expression of integers can be: all integers from the low to the high, both included.
 *
 * @param low the least
 * @param high the greatest
 */
record IntegerRange(BigInteger low, BigInteger high) {
  static IntegerRange of(long low, long high) {
    return new IntegerRange(BigInteger.valueOf(low), BigInteger.valueOf(high));
  }

  static IntegerRange signed(int bits) {
    BigInteger end = BigInteger.ONE.shiftLeft(bits - 1);
    return new IntegerRange(end.negate(), end.subtract(BigInteger.ONE));
  }

  static IntegerRange unsigned(int bits) {
    return new IntegerRange(
        BigInteger.ZERO, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
  }

  boolean isWithin(IntegerRange other) {
    return other.low.compareTo(low) <= 0 && high.compareTo(other.high) <= 0;
  }

  /** Negative where the whole range is below the number, positive where above, 0 otherwise. */
  int order(long number) {
    BigInteger exact = BigInteger.valueOf(number);
    if (high.compareTo(exact) < 0) {
      return -1;
    }
    return low.compareTo(exact) > 0 ? 1 : 0;
  }

  IntegerRange plus(IntegerRange other) {
    return new IntegerRange(low.add(other.low), high.add(other.high));
  }

  IntegerRange minus(IntegerRange other) {
    return new IntegerRange(low.subtract(other.high), high.subtract(other.low));
  }

  IntegerRange times(IntegerRange other) {
    List<BigInteger> corners =
        List.of(
            low.multiply(other.low),
            low.multiply(other.high),
            high.multiply(other.low),
            high.multiply(other.high));
    return new IntegerRange(Collections.min(corners), Collections.max(corners));
  }

  /** The remainders of a division that rounds towards zero, by a number that is not 0. */
  IntegerRange remainder(BigInteger divisor) {
    BigInteger most = divisor.abs().subtract(BigInteger.ONE);
    return new IntegerRange(
        low.signum() < 0 ? low.max(most.negate()) : BigInteger.ZERO,
        high.signum() > 0 ? high.min(most) : BigInteger.ZERO);
  }
}
