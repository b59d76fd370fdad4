package io.lancetrain.spark.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A fault that stops a request before the store sees it, until the test lets it go on. */
public final class HeldRequest implements Fault {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch applied = new CountDownLatch(1);
  private volatile boolean discarded;

  @Override
  public void strike(Passage passage) throws InterruptedException {
    arrived.countDown();
    await(released, "nobody let it go on");
    if (discarded) {
      passage.reset();
      return;
    }
    try {
      passage.answer(passage.apply());
    } finally {
      applied.countDown();
    }
  }

  /** Waits until the request is here. */
  public void awaitArrival() throws InterruptedException {
    await(arrived, "it did not come");
  }

  /** Hands the request on, and the answer back if somebody still waits for it. */
  public void release() {
    released.countDown();
  }

  /** Breaks the connection: the store never sees the request. */
  public void discard() {
    discarded = true;
    released.countDown();
  }

  /** Hands the request on, and waits until the store has answered. */
  public void releaseAndAwaitAnswer() throws InterruptedException {
    release();
    await(applied, "the store did not answer");
  }

  private static void await(CountDownLatch latch, String otherwise) throws InterruptedException {
    if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("A request was to be held, but " + otherwise + ".");
    }
  }
}
