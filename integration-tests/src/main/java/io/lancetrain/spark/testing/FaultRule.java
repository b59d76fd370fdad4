package io.lancetrain.spark.testing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Which of the requests through a {@link FaultProxy} a fault strikes. Safe for several threads. */
public final class FaultRule {
  private final Predicate<S3Request> requests;
  private final int first;
  private final int last;
  private final Fault fault;
  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicInteger struck = new AtomicInteger();

  private FaultRule(Predicate<S3Request> requests, int first, int last, Fault fault) {
    this.requests = requests;
    this.first = first;
    this.last = last;
    this.fault = fault;
  }

  /** Strikes every request of this kind. */
  public static FaultRule always(Predicate<S3Request> requests, Fault fault) {
    return new FaultRule(requests, 1, Integer.MAX_VALUE, fault);
  }

  /** Strikes the first request of this kind alone. */
  public static FaultRule once(Predicate<S3Request> requests, Fault fault) {
    return nth(requests, 1, fault);
  }

  /** Strikes one request of this kind alone; the first has the number 1. */
  public static FaultRule nth(Predicate<S3Request> requests, int number, Fault fault) {
    return new FaultRule(requests, number, number, fault);
  }

  /** Whether the fault strikes this request, which counts as one more of its kind if it is. */
  boolean strikes(S3Request request) {
    if (!requests.test(request)) {
      return false;
    }
    int number = seen.incrementAndGet();
    if (number < first || number > last) {
      return false;
    }
    struck.incrementAndGet();
    return true;
  }

  Fault fault() {
    return fault;
  }

  /** How many requests the fault has struck. */
  public int struck() {
    return struck.get();
  }
}
