package io.lancetrain.spark.maintenance;

import io.lancetrain.spark.error.OptionErrors;
import java.time.Duration;

/**
 * Which versions stay: the newest few, and all that are younger than an age; either keeps one.
 *
 * @param newest how many of the newest versions stay, from 1
 * @param youngerThan versions that were committed within this time stay; zero for none
 * @since 0.1.0
 */
public record Retention(int newest, Duration youngerThan) {
  /** Checks both. */
  public Retention {
    if (newest < 1) {
      throw OptionErrors.invalidValue(
          "newest", Integer.toString(newest), "a whole number from 1: the newest version stays");
    }
    if (youngerThan.isNegative()) {
      throw OptionErrors.invalidValue("youngerThan", youngerThan.toString(), "not negative");
    }
  }

  /** Keeps this many of the newest versions. */
  public static Retention ofNewest(int versions) {
    return new Retention(versions, Duration.ZERO);
  }

  /** Keeps the newest version, and those that were committed within this time. */
  public static Retention ofAge(Duration youngerThan) {
    return new Retention(1, youngerThan);
  }

  /** Keeps what these or those keep. */
  public Retention or(Retention other) {
    return new Retention(
        Math.max(newest, other.newest),
        youngerThan.compareTo(other.youngerThan) > 0 ? youngerThan : other.youngerThan);
  }
}
