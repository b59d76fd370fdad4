package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Operand.Constant;
import io.lancetrain.spark.predicate.Operand.Untranslatable;
import io.lancetrain.spark.predicate.Operand.Value;
import io.lancetrain.spark.predicate.Translation.Exact;
import io.lancetrain.spark.predicate.Translation.Left;
import io.lancetrain.spark.predicate.ValueType.FixedSizeBytes;
import io.lancetrain.spark.predicate.ValueType.Floats;
import io.lancetrain.spark.predicate.ValueType.Integers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** IN and NOT IN with a list of literals. */
final class Membership {
  private final Value value;
  private final Polarity polarity;
  private final List<String> texts = new ArrayList<>();
  private boolean hasNull;
  private boolean hasNaN;

  private Membership(Value value, Polarity polarity) {
    this.value = value;
    this.polarity = polarity;
  }

  static Translation translate(Operand operand, List<Operand> list, Polarity polarity) {
    if (operand instanceof Untranslatable untranslatable) {
      return new Left(untranslatable.reason());
    }
    if (!(operand instanceof Value value)) {
      return new Left("no column in it");
    }
    Membership membership = new Membership(value, polarity);
    for (Operand element : list) {
      Optional<String> refusal = membership.add(element);
      if (refusal.isPresent()) {
        return new Left(refusal.get());
      }
    }
    return new Exact(membership.condition());
  }

  /** Adds an element; gives the reason where that is not possible. */
  private Optional<String> add(Operand element) {
    if (!(element instanceof Constant constant)) {
      return Optional.of("IN with more than literals");
    } else if (constant.isNull()) {
      hasNull = true;
    } else if (!value.type().accepts(constant.type())) {
      return Optional.of("a list of " + constant.type().catalogString() + " for " + value.type());
    } else if (value.type() instanceof Floats floats) {
      addFloat((Number) constant.value(), floats);
    } else if (canBe(constant)) {
      Optional<String> text = LiteralText.of(constant, value.type());
      text.ifPresent(texts::add);
      return text.isPresent() ? Optional.empty() : Optional.of("a string that is not UTF-8");
    }
    return Optional.empty();
  }

  private void addFloat(Number number, Floats type) {
    if (Double.isNaN(number.doubleValue())) {
      hasNaN = true;
    } else if (number.doubleValue() == 0) {
      texts.add(FloatComparisons.negativeZero(type));
      texts.add(FloatComparisons.positiveZero(type));
    } else {
      texts.add(LiteralText.floatingPoint(number, type));
    }
  }

  /** Whether the value can be equal to it; Lance refuses a literal to which it cannot. */
  private boolean canBe(Constant constant) {
    if (value.type() instanceof Integers integers) {
      return integers.range().order(((Number) constant.value()).longValue()) == 0;
    }
    return !(value.type() instanceof FixedSizeBytes bytes)
        || ((byte[]) constant.value()).length == bytes.length();
  }

  /** Spark cannot tell whether a value that is not listed is the null in the list. */
  private Condition condition() {
    List<Condition> parts = new ArrayList<>();
    if (polarity == Polarity.TRUE) {
      listed("IN").ifPresent(parts::add);
      if (hasNaN) {
        parts.add(FloatComparisons.isNaN(value));
      }
      return Condition.any(parts);
    }
    if (hasNull) {
      return Condition.NEVER;
    }
    listed("NOT IN").ifPresent(parts::add);
    if (hasNaN) {
      parts.add(FloatComparisons.isNumber(value));
    }
    return parts.isEmpty() ? value.isNotNull() : Condition.all(parts);
  }

  private Optional<Condition> listed(String operator) {
    return texts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Condition(
                value.sql() + " " + operator + " (" + String.join(", ", texts) + ")",
                0,
                texts.size()));
  }
}
