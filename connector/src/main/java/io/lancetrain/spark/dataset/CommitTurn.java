package io.lancetrain.spark.dataset;

import io.lancetrain.spark.storage.commit.CommitLock;
import io.lancetrain.spark.storage.commit.CommitLock.Held;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** The turn of one try of a commit: it has the table's lock, where the store needs one. */
final class CommitTurn implements AutoCloseable {
  private final Optional<Held> held;

  private CommitTurn(Optional<Held> held) {
    this.held = held;
  }

  /** The lock was not to be had, so that nothing was tried. */
  static final class Missed extends Exception {
    private static final long serialVersionUID = 1L;

    Missed(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Waits for the lock, if there is one. */
  static CommitTurn await(Optional<CommitLock> lock, TableLocation location) throws Missed {
    if (lock.isEmpty()) {
      return new CommitTurn(Optional.empty());
    }
    try {
      return new CommitTurn(Optional.of(lock.get().acquire(location.toString())));
    } catch (TimeoutException timeout) {
      throw new Missed(timeout);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Missed(stopped);
    }
  }

  @Override
  public void close() {
    held.ifPresent(Held::close);
  }
}
