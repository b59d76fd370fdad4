package io.lancetrain.spark.dataset;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;
import org.lance.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open native handles of this JVM, one for each table version, shared by all its tasks.
 *
 * <p>A handle that nobody uses stays open for a while, so that the tasks of one stage, and the next
 * query on the same version, open nothing; then it is closed.
 */
final class DatasetPool {
  private static final Logger LOG = LoggerFactory.getLogger(DatasetPool.class);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final DatasetPool SHARED = new DatasetPool();

  private final Map<TableVersion, Entry> entries = new HashMap<>();
  private Timer sweeper;

  static DatasetPool shared() {
    return SHARED;
  }

  /** The handle of this version; {@code opener} is asked once, however many tasks wait for it. */
  DatasetLease acquire(TableVersion version, Supplier<Dataset> opener) {
    Entry entry;
    synchronized (this) {
      entry = entries.computeIfAbsent(version, key -> new Entry());
      entry.users++;
    }
    try {
      return lease(version, entry, entry.dataset(opener));
    } catch (RuntimeException | Error e) {
      release(version, entry);
      throw e;
    }
  }

  private DatasetLease lease(TableVersion version, Entry entry, Dataset dataset) {
    return new DatasetLease(version, dataset, () -> release(version, entry));
  }

  private synchronized void release(TableVersion version, Entry entry) {
    entry.users--;
    entry.idleSince = System.nanoTime();
    if (entry.users == 0 && entry.dataset == null) {
      entries.remove(version, entry);
    }
    if (sweeper == null) {
      sweeper = new Timer("lancetrain-idle-handles", true);
      sweeper.schedule(closeIdle(), IDLE.toMillis(), IDLE.toMillis() / 4);
    }
  }

  private TimerTask closeIdle() {
    return new TimerTask() {
      @Override
      public void run() {
        try {
          closeWhereIdleFor(IDLE);
        } catch (RuntimeException failure) {
          LOG.warn("Cannot close a table that nobody uses any more", failure);
        }
      }
    };
  }

  /** Closes the handles that nobody has used for this long. */
  void closeWhereIdleFor(Duration idle) {
    List<Dataset> idleDatasets = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      for (Iterator<Entry> each = entries.values().iterator(); each.hasNext(); ) {
        Entry entry = each.next();
        if (entry.users == 0 && now - entry.idleSince >= idle.toNanos()) {
          each.remove();
          idleDatasets.add(entry.dataset);
        }
      }
    }
    idleDatasets.forEach(Dataset::close);
  }

  /** A handle and the number of its users, which the pool's lock guards. */
  private static final class Entry {
    private int users;
    private long idleSince;
    private volatile Dataset dataset;

    /** Opens under the entry's own lock: opening one table does not hold up the others. */
    private synchronized Dataset dataset(Supplier<Dataset> opener) {
      if (dataset == null) {
        dataset = opener.get();
      }
      return dataset;
    }
  }
}
