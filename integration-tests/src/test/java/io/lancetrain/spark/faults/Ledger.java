package io.lancetrain.spark.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What was said of each batch of rows that was appended to one table. Safe for several threads. */
final class Ledger {
  private final Map<Long, Batch> batches = new ConcurrentHashMap<>();
  private final Map<Long, Fate> fates = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong ids = new AtomicLong();

  /** Rows that are appended by one write: their ids follow on each other. */
  record Batch(long number, long firstId, long rows) {
    long endId() {
      return firstId + rows;
    }
  }

  /** What a table has of a batch. */
  record Found(long number, long rows, long ids, long leastId, long greatestId) {
    private boolean isWhole(Batch batch) {
      return rows == batch.rows()
          && ids == batch.rows()
          && leastId == batch.firstId()
          && greatestId == batch.endId() - 1;
    }
  }

  /** What the writer of a batch was told at the end. */
  enum Fate {
    UNDER_WAY,
    /** The rows are in, once. */
    ACKNOWLEDGED,
    /** The rows are in, once and as a whole, or not in. */
    UNKNOWN,
    /** The rows are not in. */
    FAILED
  }

  /** A batch that nobody has written yet. */
  Batch begin(int rows) {
    Batch batch = new Batch(numbers.incrementAndGet(), ids.getAndAdd(rows), rows);
    batches.put(batch.number(), batch);
    fates.put(batch.number(), Fate.UNDER_WAY);
    return batch;
  }

  void end(Batch batch, Fate fate) {
    fates.put(batch.number(), fate);
  }

  /** What is known now, to be held against a table that is read from now on. */
  Map<Long, Fate> now() {
    return Map.copyOf(fates);
  }

  long count(Fate fate) {
    return fates.values().stream().filter(fate::equals).count();
  }

  /**
   * What a table has too little or too much.
   *
   * @param found the batches of the table
   * @param known what was known before the table was read
   */
  List<String> violations(Collection<Found> found, Map<Long, Fate> known) {
    List<String> violations = new ArrayList<>();
    for (Found each : found) {
      Batch batch = batches.get(each.number());
      if (batch == null || !each.isWhole(batch)) {
        violations.add("not once and as a whole: " + each + " of " + batch);
      }
      if (known.get(each.number()) == Fate.FAILED) {
        violations.add("in, though its write failed: " + batch);
      }
    }
    Map<Long, Found> byNumber =
        found.stream().collect(Collectors.toMap(Found::number, each -> each, (one, other) -> one));
    known.forEach(
        (number, fate) -> {
          if (fate == Fate.ACKNOWLEDGED && !byNumber.containsKey(number)) {
            violations.add("lost: " + batches.get(number));
          }
        });
    return violations;
  }
}
