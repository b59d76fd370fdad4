package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.ConnectionErrors;
import io.lancetrain.spark.error.LanceException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long somebody waits for what Lance reads from a store.
 *
 * <p>Lance bounds each request, and repeats it in three layers, which together make half an hour of
 * a store that takes requests and never answers. A native call cannot be interrupted, so that it
 * runs on a thread of its own, with everything that it uses: who waits goes on at the limit, or
 * when the task is killed, and the thread ends when the call returns.
 */
public final class AnswerLimit {
  /** A disk answers, or fails: a batch of its may be the only one of a long scan. */
  private static final Duration NONE = Duration.ofDays(365);

  /** Lance repeats requests, but not all answers that ended too soon or were of other bytes. */
  private static final int REPETITIONS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(AnswerLimit.class);
  private static final ThreadLocal<Boolean> IS_AWAITED = ThreadLocal.withInitial(() -> false);

  private final TableLocation location;
  private final Duration limit;

  private AnswerLimit(TableLocation location) {
    this.location = location;
    this.limit = location.uri().onS3() ? location.settings().answerTimeout() : NONE;
  }

  /** The limit of a table's store. */
  public static AnswerLimit of(TableLocation location) {
    return new AnswerLimit(location);
  }

  /** The longest wait. */
  public Duration duration() {
    return limit;
  }

  /** The error of a wait that came to its end. */
  public LanceException exceeded(String action) {
    return ConnectionErrors.noAnswer(
        location.toString(), action, NativeCalls.endpoint(location), limit, null);
  }

  /**
   * The result of reads, which own what they open. What waits within another wait has its limit.
   *
   * @param action what is done, to follow "Cannot" in an error message
   * @throws LanceException what the reads throw, or LANCE_STORE_UNREACHABLE at the limit, or where
   *     this thread is interrupted
   */
  static <T> T await(String action, TableLocation location, Callable<T> reads) {
    if (!location.uri().onS3() || IS_AWAITED.get()) {
      return NativeCalls.call(action, location, reads);
    }
    NativeStart.ensure();
    return of(location).await(action, reads);
  }

  private <T> T await(String action, Callable<T> reads) {
    FutureTask<T> result = new FutureTask<>(() -> awaited(action, reads));
    NativeThreads.execute("lancetrain-store", result);
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw exceeded(action);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ConnectionErrors.stopped(location.toString(), action, stopped);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw NativeCalls.translate(action, location, failed.getCause());
    }
  }

  /**
   * Whether to read once more may help. An answer that was cut short and does not say so cannot be
   * told from a file that is damaged.
   */
  public boolean mayPass(Throwable failure) {
    return location.uri().onS3()
        && failure instanceof LanceException ours
        && ours.getCause() != null
        && NativeCalls.isBrokenAnswer(location, ours.getCause());
  }

  /** The result of a read for which nobody has a limit, and which is repeated where that helps. */
  static <T> T repeat(String action, TableLocation location, Callable<T> read) {
    AnswerLimit limit = of(location);
    return NativeCalls.call(
        action,
        location,
        () -> IS_AWAITED.get() ? read.call() : limit.callUntilWhole(action, read));
  }

  private <T> T callUntilWhole(String action, Callable<T> reads) throws Exception {
    Backoff backoff = new Backoff(REPETITIONS);
    while (true) {
      try {
        return reads.call();
      } catch (LanceException failure) {
        if (!mayPass(failure) || !backoff.pause()) {
          throw failure;
        }
        LOG.info("Trying once more to {} {}: {}", action, location, failure.getMessage());
      }
    }
  }

  private <T> T awaited(String action, Callable<T> reads) throws Exception {
    IS_AWAITED.set(true);
    try {
      return callUntilWhole(action, reads);
    } finally {
      IS_AWAITED.set(false);
    }
  }
}
