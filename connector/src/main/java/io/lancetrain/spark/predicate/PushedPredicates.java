package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Translation.Exact;
import io.lancetrain.spark.predicate.Translation.Left;
import io.lancetrain.spark.predicate.Translation.Superset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * What became of the predicates of one scan, all of which a row has to fulfil.
 *
 * @since 0.1.0
 */
public final class PushedPredicates {
  /** No predicates. */
  public static final PushedPredicates NONE = new PushedPredicates();

  /** A list of thousands of values is not shown as a whole. */
  private static final int MOST_SHOWN = 200;

  private final List<Predicate> all = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();
  private final List<Predicate> pushed = new ArrayList<>();
  private final List<Predicate> leftToSpark = new ArrayList<>();
  private final List<String> shownAsExact = new ArrayList<>();
  private final List<String> shownAsPartly = new ArrayList<>();
  private final List<String> shownAsLeft = new ArrayList<>();
  private int terms;
  private int deepest;

  private PushedPredicates() {}

  /**
   * Translates each predicate as far as that is possible.
   *
   * @param columns what they can name
   * @param predicates from Spark
   */
  public static PushedPredicates of(FilterColumns columns, Predicate... predicates) {
    PredicateTranslator translator = new PredicateTranslator(columns);
    PushedPredicates result = new PushedPredicates();
    for (Predicate predicate : predicates) {
      result.add(predicate, translator.translate(predicate));
    }
    return result;
  }

  /**
   * Leaves all of them to Spark.
   *
   * @param reason why, as EXPLAIN shows it
   * @param predicates from Spark
   */
  public static PushedPredicates left(String reason, Predicate... predicates) {
    PushedPredicates result = new PushedPredicates();
    for (Predicate predicate : predicates) {
      result.add(predicate, new Left(reason));
    }
    return result;
  }

  private void add(Predicate predicate, Translation translation) {
    all.add(predicate);
    if (translation instanceof Exact exact && fits(exact.condition())) {
      push(predicate, exact.condition());
      shownAsExact.add(shown(predicate));
    } else if (translation instanceof Superset superset && fits(superset.condition())) {
      push(predicate, superset.condition());
      leftToSpark.add(predicate);
      shownAsPartly.add(shown(predicate, superset.reason()));
    } else {
      leftToSpark.add(predicate);
      shownAsLeft.add(
          shown(predicate, translation instanceof Left left ? left.reason() : "its size"));
    }
  }

  private boolean fits(Condition condition) {
    // So many levels join this condition and those before it, in pairs.
    int joining = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(conditions.size()));
    return joining + Math.max(deepest, condition.depth()) <= Condition.MOST_DEPTH
        && terms + condition.terms() <= Condition.MOST_TERMS;
  }

  private void push(Predicate predicate, Condition condition) {
    terms += condition.terms();
    deepest = Math.max(deepest, condition.depth());
    conditions.add(condition);
    pushed.add(predicate);
  }

  /** The condition in Lance's SQL that all rows of the scan fulfil; empty for every row. */
  public String condition() {
    return conditions.isEmpty() ? "" : Condition.all(conditions).sql();
  }

  /** All of them, in their order: each row that Spark keeps fulfils every one. */
  public List<Predicate> all() {
    return List.copyOf(all);
  }

  /** Those that Lance filters by, exactly or as a superset. */
  public Predicate[] pushed() {
    return pushed.toArray(Predicate[]::new);
  }

  /** Those that Spark has to evaluate, in their order. */
  public Predicate[] leftToSpark() {
    return leftToSpark.toArray(Predicate[]::new);
  }

  /** What EXPLAIN shows; empty without predicates. */
  public String description() {
    List<String> parts = new ArrayList<>();
    addPart(parts, "filters pushed", shownAsExact);
    addPart(parts, "filters partly pushed", shownAsPartly);
    addPart(parts, "filters left to Spark", shownAsLeft);
    return String.join(", ", parts);
  }

  private static void addPart(List<String> parts, String title, List<String> predicates) {
    if (!predicates.isEmpty()) {
      parts.add(predicates.stream().collect(Collectors.joining("; ", title + " [", "]")));
    }
  }

  private static String shown(Predicate predicate, String reason) {
    return shown(predicate) + " (because of " + reason + ")";
  }

  private static String shown(Predicate predicate) {
    if (!isShallow(predicate)) {
      return predicate.name() + " of many conditions";
    }
    String text = predicate.toString();
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }

  /** Spark's own text of a chain of thousands of conditions takes more stack than a thread has. */
  private static boolean isShallow(Predicate predicate) {
    List<Expression> level = List.of(predicate);
    int depth = 0;
    while (!level.isEmpty() && depth <= MOST_SHOWN) {
      level = level.stream().flatMap(each -> Arrays.stream(each.children())).toList();
      depth++;
    }
    return level.isEmpty();
  }
}
