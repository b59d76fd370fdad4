package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Operand.Constant;
import io.lancetrain.spark.predicate.Operand.Untranslatable;
import io.lancetrain.spark.predicate.Operand.Value;
import io.lancetrain.spark.predicate.Translation.Exact;
import io.lancetrain.spark.predicate.Translation.Left;
import io.lancetrain.spark.predicate.ValueType.FixedSizeBytes;
import io.lancetrain.spark.predicate.ValueType.Floats;
import io.lancetrain.spark.predicate.ValueType.Integers;
import io.lancetrain.spark.predicate.ValueType.Opaque;

/** The comparisons of two operands. */
final class Comparisons {
  private Comparisons() {}

  static Translation compare(Comparison comparison, Operand left, Operand right) {
    if (left instanceof Untranslatable untranslatable) {
      return new Left(untranslatable.reason());
    } else if (right instanceof Untranslatable untranslatable) {
      return new Left(untranslatable.reason());
    } else if (left instanceof Value value && right instanceof Constant constant) {
      return compare(comparison, value, constant);
    } else if (left instanceof Constant constant && right instanceof Value value) {
      return compare(comparison.flipped(), value, constant);
    } else if (left instanceof Value one && right instanceof Value other) {
      return compare(comparison, one, other);
    }
    return new Left("no column in it");
  }

  private static Translation compare(Comparison comparison, Value value, Constant constant) {
    boolean sameCounts = comparison == Comparison.SAME || comparison == Comparison.NOT_SAME;
    if (constant.isNull()) {
      return new Exact(
          switch (comparison) {
            case SAME -> value.isNull();
            case NOT_SAME -> value.isNotNull();
            default -> Condition.NEVER;
          });
    }
    if (!value.type().accepts(constant.type())) {
      return new Left(notComparable(value, constant.type().catalogString()));
    }
    if (!sameCounts) {
      return compareNonNull(comparison, value, constant);
    }
    Translation nonNull =
        compareNonNull(
            comparison == Comparison.SAME ? Comparison.EQUAL : Comparison.NOT_EQUAL,
            value,
            constant);
    return comparison == Comparison.NOT_SAME && nonNull instanceof Exact exact
        ? new Exact(Condition.any(exact.condition(), value.isNull()))
        : nonNull;
  }

  private static Translation compareNonNull(Comparison comparison, Value value, Constant constant) {
    if (value.type() instanceof Floats floats) {
      return new Exact(
          FloatComparisons.compare(comparison, value, floats, (Number) constant.value()));
    }
    if (value.type() instanceof Integers integers) {
      int order = integers.range().order(((Number) constant.value()).longValue());
      if (order != 0) {
        return new Exact(comparison.holds(order) ? value.isNotNull() : Condition.NEVER);
      }
    }
    if (value.type() instanceof FixedSizeBytes bytes
        && ((byte[]) constant.value()).length != bytes.length()) {
      return otherLength(comparison, value);
    }
    return LiteralText.of(constant, value.type())
        .<Translation>map(text -> new Exact(condition(comparison, value, text)))
        .orElseGet(() -> new Left("a string that is not UTF-8"));
  }

  /** Lance compares fixed-size binaries with those of their length only. */
  private static Translation otherLength(Comparison comparison, Value value) {
    return switch (comparison) {
      case EQUAL -> new Exact(Condition.NEVER);
      case NOT_EQUAL -> new Exact(value.isNotNull());
      default -> new Left("a binary of another length than the column's");
    };
  }

  private static Translation compare(Comparison comparison, Value left, Value right) {
    if (!areComparable(left.type(), right.type())) {
      return new Left(notComparable(left, right.type().toString()));
    }
    return switch (comparison) {
      case SAME ->
          new Exact(
              Condition.any(
                  nonNull(Comparison.EQUAL, left, right),
                  Condition.all(left.isNull(), right.isNull())));
      case NOT_SAME ->
          new Exact(
              Condition.any(
                  nonNull(Comparison.NOT_EQUAL, left, right),
                  Condition.all(left.isNull(), right.isNotNull()),
                  Condition.all(left.isNotNull(), right.isNull())));
      default -> new Exact(nonNull(comparison, left, right));
    };
  }

  private static boolean areComparable(ValueType left, ValueType right) {
    if (left instanceof Integers && right instanceof Integers) {
      return true;
    }
    return !(left instanceof Opaque) && left.equals(right);
  }

  private static Condition nonNull(Comparison comparison, Value left, Value right) {
    if (left.type() instanceof Floats floats) {
      return FloatComparisons.compare(comparison, left, right, floats);
    }
    // Lance gives the literals in an expression the type of the column that it is compared with.
    boolean anyComputed = left.isComputed() || right.isComputed();
    return anyComputed && left.type() instanceof Integers
        ? Condition.of(wide(left) + " " + comparison.operator() + " " + wide(right))
        : condition(comparison, left, right.sql());
  }

  private static String wide(Value integer) {
    return "CAST(" + integer.sql() + " AS BIGINT)";
  }

  private static Condition condition(Comparison comparison, Value left, String right) {
    return Condition.of(left.sql() + " " + comparison.operator() + " " + right);
  }

  private static String notComparable(Value value, String other) {
    String type = value.type() instanceof Opaque opaque ? opaque.name() : value.type().toString();
    return "comparing " + type + " with " + other;
  }
}
