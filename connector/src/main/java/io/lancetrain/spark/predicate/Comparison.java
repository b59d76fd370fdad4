package io.lancetrain.spark.predicate;

import java.util.Arrays;
import java.util.Optional;

/** How two values are compared. The negation of each is another one, also where a side is null. */
enum Comparison {
  EQUAL("="),
  NOT_EQUAL("<>"),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  /** Null is equal to null; Spark's {@code <=>}. */
  SAME("<=>"),
  /** Spark has no operator for it: the negation of {@link #SAME}. */
  NOT_SAME("IS DISTINCT FROM");

  private final String operator;

  Comparison(String operator) {
    this.operator = operator;
  }

  /** The one that Spark names so. */
  static Optional<Comparison> named(String operator) {
    return Arrays.stream(values()).filter(each -> each.operator.equals(operator)).findFirst();
  }

  String operator() {
    return operator;
  }

  /** True where this is false; unknown where this is unknown. */
  Comparison negated() {
    return switch (this) {
      case EQUAL -> NOT_EQUAL;
      case NOT_EQUAL -> EQUAL;
      case LESS -> GREATER_OR_EQUAL;
      case LESS_OR_EQUAL -> GREATER;
      case GREATER -> LESS_OR_EQUAL;
      case GREATER_OR_EQUAL -> LESS;
      case SAME -> NOT_SAME;
      case NOT_SAME -> SAME;
    };
  }

  /** The same with the sides exchanged. */
  Comparison flipped() {
    return switch (this) {
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      default -> this;
    };
  }

  /** Whether it holds between values that compare so: negative, 0 or positive. */
  boolean holds(int order) {
    return switch (this) {
      case EQUAL, SAME -> order == 0;
      case NOT_EQUAL, NOT_SAME -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }
}
