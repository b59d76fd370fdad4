package io.lancetrain.spark.storage.commit;

import java.util.concurrent.TimeoutException;

/**
 * Keeps commits to one table apart on a store that does not do so itself: each commit holds the
 * lock of its table while it looks for the newest version and makes the next. All writers of a
 * table have to use the same lock.
 *
 * <p>The storage option {@code commit.lock} names a lock: {@code file:///FOLDER}, a folder that all
 * drivers share, or the name of a public class with this interface and a public constructor without
 * parameters.
 *
 * @since 0.1.0
 */
public interface CommitLock {
  /**
   * Waits for the lock of a table and takes it.
   *
   * @param table the URI of the table, or the folder of its branch
   * @throws TimeoutException where others hold it for longer than is worth waiting; its message
   *     says for how long this waited, and what holds the lock as far as that is known
   */
  Held acquire(String table) throws InterruptedException, TimeoutException;

  /** A lock that is held until it is closed, or until the process ends. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
