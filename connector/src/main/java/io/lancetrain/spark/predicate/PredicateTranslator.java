package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Operand.Untranslatable;
import io.lancetrain.spark.predicate.Operand.Value;
import io.lancetrain.spark.predicate.Translation.Exact;
import io.lancetrain.spark.predicate.Translation.Left;
import io.lancetrain.spark.predicate.Translation.Superset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** From one of Spark's predicates to a condition of Lance. */
final class PredicateTranslator {
  private final Operands operands;

  PredicateTranslator(FilterColumns columns) {
    this.operands = new Operands(columns);
  }

  Translation translate(Predicate predicate) {
    return translate(new Part(predicate, Polarity.TRUE), 0);
  }

  private Translation translate(Part part, int depth) {
    if (depth > Condition.MOST_DEPTH) {
      return new Left("conditions of many levels");
    }
    Part withoutNot = part.withoutNot();
    Optional<Connective> connective = withoutNot.connective();
    if (connective.isEmpty()) {
      return comparison(withoutNot.predicate, withoutNot.polarity);
    }
    List<Translation> parts = new ArrayList<>();
    for (Part each : withoutNot.joinedBy(connective.get())) {
      parts.add(translate(each, depth + 1));
    }
    return connective.get() == Connective.ALL ? all(parts) : any(parts);
  }

  /** A conjunction without some of its parts is a superset of it. */
  private static Translation all(List<Translation> parts) {
    List<Condition> conditions = new ArrayList<>();
    Set<String> reasons = new LinkedHashSet<>();
    for (Translation part : parts) {
      if (part instanceof Exact exact) {
        conditions.add(exact.condition());
      } else if (part instanceof Superset superset) {
        conditions.add(superset.condition());
        reasons.add(superset.reason());
      } else if (part instanceof Left left) {
        reasons.add(left.reason());
      }
    }
    if (conditions.isEmpty()) {
      return new Left(String.join(", ", reasons));
    }
    return translation(Condition.all(conditions), reasons);
  }

  /** A disjunction needs all of its parts. */
  private static Translation any(List<Translation> parts) {
    List<Condition> conditions = new ArrayList<>();
    Set<String> reasons = new LinkedHashSet<>();
    for (Translation part : parts) {
      if (part instanceof Exact exact) {
        conditions.add(exact.condition());
      } else if (part instanceof Superset superset) {
        conditions.add(superset.condition());
        reasons.add(superset.reason());
      } else {
        return part;
      }
    }
    return translation(Condition.any(conditions), reasons);
  }

  private static Translation translation(Condition condition, Set<String> reasons) {
    return reasons.isEmpty()
        ? new Exact(condition)
        : new Superset(condition, String.join(", ", reasons));
  }

  private Translation comparison(Predicate predicate, Polarity polarity) {
    Expression[] children = predicate.children();
    String name = predicate.name();
    return switch (name) {
      case "ALWAYS_TRUE" -> constant(polarity);
      case "ALWAYS_FALSE" -> constant(polarity.opposite());
      case "IS_NULL" -> nullCheck(children[0], polarity);
      case "IS_NOT_NULL" -> nullCheck(children[0], polarity.opposite());
      case "STARTS_WITH", "ENDS_WITH", "CONTAINS" ->
          StringMatches.translate(
              functionOfLance(name),
              operands.translate(children[0]),
              operands.translate(children[1]),
              polarity);
      case "IN" ->
          Membership.translate(
              operands.translate(children[0]),
              Arrays.stream(children).skip(1).map(operands::translate).toList(),
              polarity);
      default ->
          Comparison.named(name)
              .map(comparison -> polarity == Polarity.TRUE ? comparison : comparison.negated())
              .map(
                  comparison ->
                      Comparisons.compare(
                          comparison,
                          operands.translate(children[0]),
                          operands.translate(children[1])))
              .orElseGet(() -> new Left("the predicate " + name));
    };
  }

  private static String functionOfLance(String name) {
    return switch (name) {
      case "STARTS_WITH" -> "starts_with";
      case "ENDS_WITH" -> "ends_with";
      default -> "contains";
    };
  }

  private static Translation constant(Polarity outcome) {
    return new Exact(outcome == Polarity.TRUE ? Condition.all() : Condition.NEVER);
  }

  private Translation nullCheck(Expression child, Polarity isNull) {
    Operand operand = operands.translate(child);
    if (operand instanceof Value value) {
      return new Exact(isNull == Polarity.TRUE ? value.isNull() : value.isNotNull());
    }
    return new Left(
        operand instanceof Untranslatable untranslatable
            ? untranslatable.reason()
            : "no column in it");
  }

  /** AND or OR, after the negations around it. */
  private enum Connective {
    ALL,
    ANY
  }

  /** A predicate, and whether it is wanted true or false. */
  private record Part(Predicate predicate, Polarity polarity) {
    Part withoutNot() {
      Part part = this;
      while (part.predicate.name().equals("NOT")) {
        part = new Part(part.child(0), part.polarity.opposite());
      }
      return part;
    }

    /** It has to be without NOT. */
    Optional<Connective> connective() {
      return switch (predicate.name()) {
        case "AND" -> Optional.of(polarity == Polarity.TRUE ? Connective.ALL : Connective.ANY);
        case "OR" -> Optional.of(polarity == Polarity.TRUE ? Connective.ANY : Connective.ALL);
        default -> Optional.empty();
      };
    }

    /** The parts of a chain, which Spark nests as deep as it is long. */
    List<Part> joinedBy(Connective connective) {
      List<Part> parts = new ArrayList<>();
      Deque<Part> open = new ArrayDeque<>(List.of(this));
      while (!open.isEmpty()) {
        Part next = open.pop().withoutNot();
        if (next.connective().equals(Optional.of(connective))) {
          open.push(new Part(next.child(1), next.polarity));
          open.push(new Part(next.child(0), next.polarity));
        } else {
          parts.add(next);
        }
      }
      return parts;
    }

    private Predicate child(int index) {
      return (Predicate) predicate.children()[index];
    }
  }
}
