package io.lancetrain.spark.read;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * Predicates that Spark learned from the other side of a join, between telling them to the scan and
 * asking it for the batch that they hold for.
 *
 * <p>Spark may use one scan in several places of a plan, and calls both methods one after the other
 * on one thread for the place that has the predicates: so they hold for that thread's next batch
 * and for no other.
 */
final class RuntimeFilters {
  private record Told(Thread thread, List<Predicate> predicates) {}

  private Optional<Told> told = Optional.empty();

  synchronized void tell(Predicate[] predicates) {
    told = Optional.of(new Told(Thread.currentThread(), List.of(predicates)));
  }

  /** The predicates that this thread was told and has not taken yet; none else. */
  synchronized List<Predicate> take() {
    if (told.isEmpty() || told.get().thread() != Thread.currentThread()) {
      return List.of();
    }
    List<Predicate> predicates = told.get().predicates();
    told = Optional.empty();
    return predicates;
  }
}
