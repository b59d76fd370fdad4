package io.lancetrain.spark.predicate;

import java.util.List;

/**
 * A condition in Lance's SQL.
 *
 * <p>Lance ends the process on a chain of some hundred ANDs or ORs, and its parser refuses more
 * than 46 levels, so that chains are joined in pairs, the pairs in pairs, and so on.
 *
 * @param sql its text, which needs no parentheses within a pair
 * @param depth levels of the parser that the pairs take: one for the parentheses around each, and
 *     one for what is on the right of an operator
 * @param terms comparisons and listed values
 */
record Condition(String sql, int depth, int terms) {
  /** The most levels: a comparison adds up to 14, and what a scan joins to the whole up to 6. */
  static final int MOST_DEPTH = 26;

  /** The most terms of a scan: every task has to parse them, and this many take half a second. */
  static final int MOST_TERMS = 20_000;

  /** No row. */
  static final Condition NEVER = of("false");

  static Condition of(String sql) {
    return new Condition(sql, 0, 1);
  }

  /** The rows that fulfil every one of these conditions. */
  static Condition all(List<Condition> conditions) {
    return conditions.isEmpty() ? of("true") : joined(conditions, " AND ");
  }

  static Condition all(Condition... conditions) {
    return all(List.of(conditions));
  }

  /** The rows that fulfil at least one of these conditions. */
  static Condition any(List<Condition> conditions) {
    return conditions.isEmpty() ? NEVER : joined(conditions, " OR ");
  }

  static Condition any(Condition... conditions) {
    return any(List.of(conditions));
  }

  private static Condition joined(List<Condition> conditions, String operator) {
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    int half = conditions.size() / 2;
    Condition left = joined(conditions.subList(0, half), operator);
    Condition right = joined(conditions.subList(half, conditions.size()), operator);
    return new Condition(
        "(" + left.sql + operator + right.sql + ")",
        1 + Math.max(left.depth, 1 + right.depth),
        left.terms + right.terms);
  }
}
