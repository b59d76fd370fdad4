package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Operand.Value;
import io.lancetrain.spark.predicate.ValueType.Floats;

/**
 * Floats and doubles as Spark compares them: the two zeros are equal, NaN equals NaN and is greater
 * than everything. Lance compares in total order: -0.0 is less than 0.0, and each of the many NaNs
 * is at one of the two ends, by its sign.
 */
final class FloatComparisons {
  private FloatComparisons() {}

  /** Compares a value with a number, but not with {@link Comparison#SAME}. */
  static Condition compare(Comparison comparison, Value value, Floats type, Number number) {
    if (Double.isNaN(number.doubleValue())) {
      return compareWithNaN(comparison, value);
    }
    boolean zero = number.doubleValue() == 0;
    String least = zero ? negativeZero(type) : LiteralText.floatingPoint(number, type);
    String greatest = zero ? positiveZero(type) : least;
    return switch (comparison) {
      case EQUAL -> zero ? isZero(value, type) : condition(value, "=", least);
      case NOT_EQUAL -> zero ? isNotZero(value, type) : condition(value, "<>", least);
      case LESS -> Condition.all(condition(value, "<", least), isNumber(value));
      case LESS_OR_EQUAL -> Condition.all(condition(value, "<=", greatest), isNumber(value));
      case GREATER -> Condition.any(condition(value, ">", greatest), isNaN(value));
      case GREATER_OR_EQUAL -> Condition.any(condition(value, ">=", least), isNaN(value));
      case SAME, NOT_SAME -> throw new IllegalArgumentException(comparison.toString());
    };
  }

  private static Condition compareWithNaN(Comparison comparison, Value value) {
    return switch (comparison) {
      case EQUAL, GREATER_OR_EQUAL -> isNaN(value);
      case NOT_EQUAL, LESS -> isNumber(value);
      case LESS_OR_EQUAL -> value.isNotNull();
      case GREATER -> Condition.NEVER;
      case SAME, NOT_SAME -> throw new IllegalArgumentException(comparison.toString());
    };
  }

  /** Compares two values of one type, but not with {@link Comparison#SAME}. */
  static Condition compare(Comparison comparison, Value left, Value right, Floats type) {
    return switch (comparison) {
      case EQUAL ->
          Condition.any(
              condition(left, "=", right.sql()),
              Condition.all(isZero(left, type), isZero(right, type)),
              Condition.all(isNaN(left), isNaN(right)));
      case NOT_EQUAL ->
          Condition.all(
              condition(left, "<>", right.sql()),
              Condition.any(isNotZero(left, type), isNotZero(right, type)),
              Condition.any(isNumber(left), isNumber(right)));
      case LESS ->
          Condition.all(
              isNumber(left),
              Condition.any(
                  isNaN(right),
                  Condition.all(
                      condition(left, "<", right.sql()),
                      Condition.any(isNotZero(left, type), isNotZero(right, type)))));
      case LESS_OR_EQUAL ->
          Condition.any(
              Condition.all(left.isNotNull(), isNaN(right)),
              Condition.all(isZero(left, type), isZero(right, type)),
              Condition.all(isNumber(left), condition(left, "<=", right.sql())));
      case GREATER -> compare(Comparison.LESS, right, left, type);
      case GREATER_OR_EQUAL -> compare(Comparison.LESS_OR_EQUAL, right, left, type);
      case SAME, NOT_SAME -> throw new IllegalArgumentException(comparison.toString());
    };
  }

  static Condition isNaN(Value value) {
    return Condition.of("isnan(" + value.sql() + ")");
  }

  /** Not NaN, and not null. */
  static Condition isNumber(Value value) {
    return Condition.of("NOT isnan(" + value.sql() + ")");
  }

  static String negativeZero(Floats type) {
    return LiteralText.floatingPoint(-0.0, type);
  }

  static String positiveZero(Floats type) {
    return LiteralText.floatingPoint(0.0, type);
  }

  private static Condition isZero(Value value, Floats type) {
    return condition(value, "IN", zeros(type));
  }

  private static Condition isNotZero(Value value, Floats type) {
    return condition(value, "NOT IN", zeros(type));
  }

  private static String zeros(Floats type) {
    return "(" + negativeZero(type) + ", " + positiveZero(type) + ")";
  }

  private static Condition condition(Value value, String operator, String other) {
    return Condition.of(value.sql() + " " + operator + " " + other);
  }
}
