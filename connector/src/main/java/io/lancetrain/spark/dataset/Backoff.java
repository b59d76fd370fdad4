package io.lancetrain.spark.dataset;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between the tries of a commit: each about twice as long as the last, up to a limit. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(40);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final int mostPauses;
  private int pauses;

  /** So many pauses at most. */
  Backoff(int mostPauses) {
    this.mostPauses = mostPauses;
  }

  /** How often it has paused. */
  int pauses() {
    return pauses;
  }

  /**
   * Pauses, by chance between half and the whole of the time, so that writers that met once do not
   * meet again.
   *
   * @return false, at once, where the pauses are used up, or the thread is told to stop
   */
  boolean pause() {
    if (pauses >= mostPauses) {
      return false;
    }
    long longest = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(pauses, 10));
    pauses++;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
