package io.lancetrain.spark.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The requests that an {@link S3Server} got, in the order of their arrival. A request is in the log
 * before its answer leaves the server, so a client that has its answer finds its request here.
 *
 * <p>Safe for use by several threads.
 */
public final class S3RequestLog {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<S3Request> requests = new ArrayList<>();
  private int cleared;
  private int waiting;
  private int mostWaiting;

  S3RequestLog() {}

  /** Returns the number under which {@link #answered} finds the request again. */
  synchronized int arrived(S3Request request) {
    requests.add(request);
    waiting++;
    mostWaiting = Math.max(mostWaiting, waiting);
    return cleared + requests.size() - 1;
  }

  synchronized void answered(int number, int status, long bytes) {
    waiting--;
    int index = number - cleared;
    if (index >= 0) {
      requests.set(index, requests.get(index).answered(status, bytes));
      notifyAll();
    }
  }

  /**
   * Every request since the start or the last {@link #clear()}. The server notes the status of an
   * answer just after the client has it, so this waits a moment for what is not answered yet.
   */
  public synchronized List<S3Request> all() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      long left = PATIENCE.toMillis();
      while (left > 0 && requests.stream().anyMatch(request -> request.status() == 0)) {
        wait(left);
        left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(requests);
  }

  /** What {@link #all()} gives, without waiting for answers. */
  synchronized List<S3Request> now() {
    return List.copyOf(requests);
  }

  /** The requests that fit the condition. */
  public List<S3Request> matching(Predicate<S3Request> condition) {
    return all().stream().filter(condition).toList();
  }

  /** How many requests fit the condition. */
  public long count(Predicate<S3Request> condition) {
    return matching(condition).size();
  }

  /** How many requests waited for their answer at the same moment, at most. */
  public synchronized int mostAtOnce() {
    return mostWaiting;
  }

  /** Forgets every request so far. */
  public synchronized void clear() {
    cleared += requests.size();
    requests.clear();
    mostWaiting = waiting;
  }
}
