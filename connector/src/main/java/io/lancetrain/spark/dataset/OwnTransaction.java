package io.lancetrain.spark.dataset;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.lance.Transaction;

/** The transaction of one commit: whether a version has it, or may still come to have it. */
final class OwnTransaction {
  private final TableLocation location;
  private final long readVersion;

  /** The same for all tries, so that each of them is found. */
  private final String uuid = UUID.randomUUID().toString();

  /** The newest version when this transaction was looked for last. */
  private long newestSeen;

  /**
   * The greatest version that a request which got no answer may still make; 0 where there is no
   * such request. Once another commit has that number, the store refuses the request.
   */
  private long unansweredVersion;

  /**
   * A new transaction.
   *
   * @param location where it is looked for
   * @param readVersion it is in none of the versions up to this
   */
  OwnTransaction(TableLocation location, long readVersion) {
    this.location = location;
    this.readVersion = readVersion;
  }

  String uuid() {
    return uuid;
  }

  /** Looks for the version that has it. */
  OptionalLong version() {
    Optional<TableSnapshot> newest = TableOpener.latest(location);
    newestSeen = newest.map(snapshot -> snapshot.version().number()).orElse(0L);
    if (newest.isEmpty()) {
      return OptionalLong.empty();
    }
    try (DatasetLease lease = TableOpener.lease(newest.get().version())) {
      for (long version = newestSeen; version > readVersion; version--) {
        Optional<Transaction> made = TableHistory.transaction(location, lease.dataset(), version);
        if (made.isPresent() && made.get().uuid().equals(uuid)) {
          return OptionalLong.of(version);
        }
      }
    }
    return OptionalLong.empty();
  }

  /** Whether there was a table when it was looked for last. */
  boolean foundATable() {
    return newestSeen != 0;
  }

  /** The request that was to make the version after the newest seen got no answer. */
  void wentUnanswered() {
    unansweredVersion = newestSeen + 1;
  }

  /** Whether a request with it got no answer. */
  boolean isUnanswered() {
    return unansweredVersion != 0;
  }

  /** Whether such a request may still make a version, as far as versions were seen. */
  boolean mayStillLand() {
    return newestSeen < unansweredVersion;
  }
}
