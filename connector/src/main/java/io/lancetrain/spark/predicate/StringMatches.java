package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Operand.Constant;
import io.lancetrain.spark.predicate.Operand.Untranslatable;
import io.lancetrain.spark.predicate.Operand.Value;
import io.lancetrain.spark.predicate.Translation.Exact;
import io.lancetrain.spark.predicate.Translation.Left;
import io.lancetrain.spark.predicate.ValueType.Plain;

/**
 * Strings that start with, end with or contain another; Lance's functions know no wildcards.
 *
 * <p>It is asked whether they are true or false, which keeps Lance from its scalar indexes: those
 * take the characters of LIKE in a prefix for wildcards, or lose rows that contain the other string
 * (lance-core 7.0.0, indexes of pylance 14.0.2).
 */
final class StringMatches {
  private StringMatches() {}

  static Translation translate(
      String function, Operand operand, Operand pattern, Polarity polarity) {
    if (operand instanceof Untranslatable untranslatable) {
      return new Left(untranslatable.reason());
    }
    if (!(operand instanceof Value value
        && value.type() == Plain.STRING
        && pattern instanceof Constant constant
        && Plain.STRING.accepts(constant.type()))) {
      return new Left(function + " with more than a column and a literal");
    }
    if (constant.isNull()) {
      return new Exact(Condition.NEVER);
    }
    return LiteralText.of(constant, Plain.STRING)
        .<Translation>map(
            text ->
                new Exact(
                    Condition.of(function + "(" + value.sql() + ", " + text + ") IS " + polarity)))
        .orElseGet(() -> new Left("a string that is not UTF-8"));
  }
}
