package io.lancetrain.spark.examples;

import java.time.Duration;
import java.time.Instant;

/** Prints one numbered line for each step, with the time that it took. */
final class StepLog {
  private int steps;
  private Instant begin = Instant.now();

  void done(String what) {
    Instant now = Instant.now();
    double seconds = Duration.between(begin, now).toMillis() / 1000.0;
    steps++;
    System.out.println("[%d] %s (%.1f s)".formatted(steps, what, seconds));
    begin = Instant.now();
  }
}
