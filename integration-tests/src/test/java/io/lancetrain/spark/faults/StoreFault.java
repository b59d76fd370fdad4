package io.lancetrain.spark.faults;

import io.lancetrain.spark.testing.Fault;
import io.lancetrain.spark.testing.FaultRule;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.StoreError;
import java.time.Duration;
import java.util.function.Predicate;

/** A bad moment of a store, or a store that has only bad moments. */
enum StoreFault {
  APPLIED_AND_NOT_ANSWERED(Fault.loseTheAnswer(), Length.MOMENT),
  APPLIED_AND_ANSWERED_503(Fault.applyAndAnswer(StoreError.SLOW_DOWN), Length.MOMENT),
  REFUSED_WITH_503(Fault.refuse(StoreError.SLOW_DOWN), Length.MOMENT),
  REFUSED_WITH_503_FOR_A_SECOND(Fault.refuse(StoreError.SLOW_DOWN.retryAfter(1)), Length.MOMENT),
  REFUSED_WITH_500(Fault.refuse(StoreError.INTERNAL), Length.MOMENT),
  REFUSED_WITH_429(Fault.refuse(StoreError.TOO_MANY_REQUESTS), Length.MOMENT),
  DELAYED(Fault.delay(Duration.ofMillis(500)), Length.MOMENT),
  REQUEST_CUT(Fault.cutTheRequest(), Length.MOMENT),
  ANSWER_CUT(Fault.cutTheAnswer(), Length.MOMENT),
  RESET(Fault.reset(), Length.MOMENT),
  ALWAYS_APPLIED_AND_NOT_ANSWERED(Fault.loseTheAnswer(), Length.FOR_EVER),
  ALWAYS_APPLIED_AND_ANSWERED_503(Fault.applyAndAnswer(StoreError.SLOW_DOWN), Length.FOR_EVER),
  ALWAYS_REFUSED_WITH_503(Fault.refuse(StoreError.SLOW_DOWN), Length.FOR_EVER),
  ALWAYS_REFUSED_WITH_403(Fault.refuse(StoreError.FORBIDDEN), Length.FOR_EVER),
  FULL(Fault.refuse(StoreError.FULL), Length.FOR_EVER),
  ALWAYS_RESET(Fault.reset(), Length.FOR_EVER);

  private enum Length {
    MOMENT,
    FOR_EVER
  }

  private final Fault fault;
  private final Length length;

  StoreFault(Fault fault, Length length) {
    this.fault = fault;
    this.length = length;
  }

  FaultRule of(Predicate<S3Request> requests) {
    return switch (length) {
      case MOMENT -> FaultRule.once(requests, fault);
      case FOR_EVER -> FaultRule.always(requests, fault);
    };
  }

  boolean isForEver() {
    return length == Length.FOR_EVER;
  }
}
