package io.lancetrain.spark.faults;

import io.lancetrain.spark.testing.Fault;
import io.lancetrain.spark.testing.FaultProxy;
import io.lancetrain.spark.testing.FaultRule;
import io.lancetrain.spark.testing.StoreError;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A store whose weather changes: calm for a while, then one fault or another strikes requests. */
final class RandomFaults {
  private static final double[] SHARES = {0, 0.01, 0.03, 0.1};

  private static final List<Fault> FAULTS =
      List.of(
          Fault.refuse(StoreError.SLOW_DOWN),
          Fault.refuse(StoreError.SLOW_DOWN.retryAfter(1)),
          Fault.refuse(StoreError.INTERNAL),
          Fault.refuse(StoreError.TOO_MANY_REQUESTS),
          Fault.applyAndAnswer(StoreError.SLOW_DOWN),
          Fault.applyAndAnswer(StoreError.INTERNAL),
          Fault.loseTheAnswer(),
          Fault.cutTheRequest(),
          Fault.cutTheAnswer(),
          Fault.announceMore(),
          Fault.stallTheAnswer(),
          Fault.keepSilent(),
          Fault.delay(Duration.ofMillis(300)),
          Fault.reset());

  private final FaultProxy proxy;
  private final Random random;
  private FaultRule rule;
  private long struck;

  RandomFaults(FaultProxy proxy, Random random) {
    this.proxy = proxy;
    this.random = random;
  }

  /** Lets other faults strike another share of the requests. */
  synchronized void change() {
    heal();
    double share = SHARES[random.nextInt(SHARES.length)];
    rule = FaultRule.always(request -> isStruck(share), passage -> any().strike(passage));
    proxy.add(rule);
  }

  synchronized void heal() {
    proxy.heal();
    struck += rule == null ? 0 : rule.struck();
    rule = null;
  }

  /** How many requests were struck by the faults that are healed. */
  synchronized long struck() {
    return struck;
  }

  private boolean isStruck(double share) {
    synchronized (random) {
      return random.nextDouble() < share;
    }
  }

  private Fault any() {
    synchronized (random) {
      return FAULTS.get(random.nextInt(FAULTS.size()));
    }
  }
}
