package io.lancetrain.spark.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what follows soon: Spark reports a failed job before its last task has ended. */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Eventually() {}

  /** Returns when the condition holds, or when patience is at its end; assert afterwards. */
  public static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }
}
