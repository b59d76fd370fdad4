package io.lancetrain.spark.differential;

import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.apache.spark.sql.Column;

/** A condition as a tree, so that one that fails can be made smaller. */
sealed interface Condition {
  /** The condition as Spark takes it. */
  Column column();

  /** Conditions with one part less. */
  List<Condition> smaller();

  /** A predicate without AND, OR and NOT. */
  record Leaf(Column column) implements Condition {
    @Override
    public List<Condition> smaller() {
      return List.of();
    }
  }

  /** The negation. */
  record Not(Condition child) implements Condition {
    @Override
    public Column column() {
      return not(child.column());
    }

    @Override
    public List<Condition> smaller() {
      List<Condition> smaller = new ArrayList<>(List.of(child));
      child.smaller().forEach(part -> smaller.add(new Not(part)));
      return smaller;
    }
  }

  /** Both. */
  record And(Condition left, Condition right) implements Condition {
    @Override
    public Column column() {
      return left.column().and(right.column());
    }

    @Override
    public List<Condition> smaller() {
      return smallerPairs(left, right, And::new);
    }
  }

  /** One or the other. */
  record Or(Condition left, Condition right) implements Condition {
    @Override
    public Column column() {
      return left.column().or(right.column());
    }

    @Override
    public List<Condition> smaller() {
      return smallerPairs(left, right, Or::new);
    }
  }

  private static List<Condition> smallerPairs(
      Condition left, Condition right, BinaryOperator<Condition> pair) {
    List<Condition> smaller = new ArrayList<>(List.of(left, right));
    left.smaller().forEach(part -> smaller.add(pair.apply(part, right)));
    right.smaller().forEach(part -> smaller.add(pair.apply(left, part)));
    return smaller;
  }
}
