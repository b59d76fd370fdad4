package io.lancetrain.spark.faults;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.testing.Fault;
import io.lancetrain.spark.testing.StoreError;
import java.time.Duration;

/** What a store does to those who read. */
enum ReadFault {
  REFUSED_WITH_503(Fault.refuse(StoreError.SLOW_DOWN), "client_max_retries"),
  REFUSED_WITH_503_FOR_A_SECOND(
      Fault.refuse(StoreError.SLOW_DOWN.retryAfter(1)), "client_max_retries"),
  REFUSED_WITH_500(Fault.refuse(StoreError.INTERNAL), "client_max_retries"),
  REFUSED_WITH_429(Fault.refuse(StoreError.TOO_MANY_REQUESTS), "client_max_retries"),
  RESET(Fault.reset(), "network"),
  ANSWER_LOST(Fault.loseTheAnswer(), "network"),
  ANSWER_CUT(Fault.cutTheAnswer(), "network"),
  LENGTH_TOO_LARGE(Fault.announceMore(), "network"),
  LENGTH_TOO_SMALL(Fault.shortenTheAnswer(), "network"),
  STALLED(Fault.stallTheAnswer(), "network"),
  SILENT(Fault.keepSilent(), "network"),
  SLOW(Fault.trickle(20, Duration.ofMillis(100)), "network"),
  CLOCK_SKEWED(Fault.refuse(StoreError.CLOCK_SKEWED), ErrorCondition.LANCE_ACCESS_DENIED, "clocks"),
  TOKEN_EXPIRED(
      Fault.refuse(StoreError.TOKEN_EXPIRED), ErrorCondition.LANCE_ACCESS_DENIED, "expired"),
  KEY_REVOKED(Fault.refuse(StoreError.KEY_REVOKED), ErrorCondition.LANCE_ACCESS_DENIED, "fs.s3a."),
  BUCKET_GONE(
      Fault.refuse(StoreError.NO_SUCH_BUCKET),
      ErrorCondition.LANCE_BUCKET_NOT_FOUND,
      "Create the bucket");

  private final Fault fault;
  private final ErrorCondition condition;
  private final String advice;

  /** A fault that passes, or makes the store one that cannot be reached. */
  ReadFault(Fault fault, String advice) {
    this(fault, ErrorCondition.LANCE_STORE_UNREACHABLE, advice);
  }

  ReadFault(Fault fault, ErrorCondition condition, String advice) {
    this.fault = fault;
    this.condition = condition;
    this.advice = advice;
  }

  Fault fault() {
    return fault;
  }

  /** What a read says of a store that always has this fault. */
  ErrorCondition condition() {
    return condition;
  }

  /** A word of what it says is to be done. */
  String advice() {
    return advice;
  }

  /** Whether a client sees it only by waiting. */
  boolean takesTime() {
    return this == STALLED || this == SILENT || this == SLOW;
  }

  /** Whether it is of a moment, so that the same request may succeed later. */
  boolean passes() {
    return condition == ErrorCondition.LANCE_STORE_UNREACHABLE;
  }
}
