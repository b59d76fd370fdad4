package io.lancetrain.spark.training;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether a version of a table gives every shard the same number of fragments, rows and batches.
 *
 * @param version the version that was looked at
 * @param problems why it does not, each a sentence part; empty where it does
 * @since 0.1.0
 */
public record TrainingCheck(long version, List<String> problems) {
  private static final int NAMED_FRAGMENTS = 5;

  /** Whether the version fits. */
  public boolean fits() {
    return problems.isEmpty();
  }

  /** Looks at a version's fragments, for so many shards and batches of that size. */
  static TrainingCheck of(TableSnapshot snapshot, int shards, int batchSize) {
    Optional<TrainingCard> card =
        TrainingCard.of(snapshot.version().location().toString(), snapshot.properties());
    List<String> problems = new ArrayList<>();
    if (card.isEmpty()) {
      problems.add("it has no training card");
    } else {
      compare(snapshot, card.get(), shards, batchSize, problems);
    }
    return new TrainingCheck(snapshot.version().number(), List.copyOf(problems));
  }

  private static void compare(
      TableSnapshot snapshot, TrainingCard card, int shards, int batchSize, List<String> problems) {
    List<FragmentSummary> fragments = snapshot.fragments();
    if (fragments.isEmpty()) {
      problems.add("it has no fragments");
    }
    if (fragments.size() % shards != 0) {
      problems.add(fragments.size() + " fragments are not a multiple of " + shards + " shards");
    }
    if (card.rowsPerFragment() % batchSize != 0) {
      problems.add(
          card.rowsPerFragment()
              + " rows of a fragment are not a multiple of the batch size "
              + batchSize);
    }
    describe("have deleted rows", fragments, one -> one.rows() != one.places(), problems);
    describe(
        "do not have " + card.rowsPerFragment() + " rows, as after a plain append or a compaction",
        fragments,
        one -> one.places() != card.rowsPerFragment(),
        problems);
  }

  private static void describe(
      String what,
      List<FragmentSummary> fragments,
      Predicate<FragmentSummary> wrong,
      List<String> problems) {
    List<FragmentSummary> found = fragments.stream().filter(wrong).toList();
    if (!found.isEmpty()) {
      List<Integer> ids = found.stream().limit(NAMED_FRAGMENTS).map(FragmentSummary::id).toList();
      problems.add(
          found.size()
              + " of "
              + fragments.size()
              + " fragments "
              + what
              + " (fragment ids "
              + ids
              + (found.size() > NAMED_FRAGMENTS ? " and more" : "")
              + ")");
    }
  }
}
