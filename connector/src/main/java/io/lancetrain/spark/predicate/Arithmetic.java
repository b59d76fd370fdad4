package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Operand.Constant;
import io.lancetrain.spark.predicate.Operand.Untranslatable;
import io.lancetrain.spark.predicate.Operand.Value;
import io.lancetrain.spark.predicate.ValueType.Floats;
import io.lancetrain.spark.predicate.ValueType.Integers;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Sums, differences, products and remainders, where Lance computes what Spark does.
 *
 * <p>Of integers that is where no value can overflow: Spark fails then, Lance wraps. Lance computes
 * them in 64 bits. Floats follow IEEE 754 in both. Spark pushes arithmetic with {@code
 * spark.sql.ansi.enabled} only.
 */
final class Arithmetic {
  private static final List<String> OPERATORS = List.of("+", "-", "*", "%");

  private Arithmetic() {}

  static boolean knows(String operator) {
    return OPERATORS.contains(operator);
  }

  static Operand negate(Operand operand) {
    return operand instanceof Value value && value.type() instanceof Integers integers
        ? integers("-", IntegerOperand.zero(integers.bits()), IntegerOperand.of(value, integers))
        : new Untranslatable("a sign");
  }

  static Operand apply(String operator, Operand left, Operand right) {
    Optional<IntegerOperand> one = IntegerOperand.of(left);
    Optional<IntegerOperand> other = IntegerOperand.of(right);
    if (one.isPresent() && other.isPresent()) {
      return integers(operator, one.get(), other.get());
    }
    Optional<Floats> floats = floats(left).or(() -> floats(right));
    if (floats.isPresent() && !operator.equals("%")) {
      Optional<String> leftText = floatText(left, floats.get());
      Optional<String> rightText = floatText(right, floats.get());
      if (leftText.isPresent() && rightText.isPresent()) {
        return new Value(expression(operator, leftText.get(), rightText.get()), floats.get());
      }
    }
    return new Untranslatable("arithmetic of these types");
  }

  private static Operand integers(String operator, IntegerOperand left, IntegerOperand right) {
    int bits = Math.max(left.bits, right.bits);
    Optional<IntegerRange> range = range(operator, left.range, right.range);
    return range.isPresent() && range.get().isWithin(IntegerRange.signed(bits))
        ? new Value(expression(operator, left.sql, right.sql), new Integers(range.get(), bits))
        : new Untranslatable("arithmetic that can overflow");
  }

  private static Optional<IntegerRange> range(
      String operator, IntegerRange left, IntegerRange right) {
    return switch (operator) {
      case "+" -> Optional.of(left.plus(right));
      case "-" -> Optional.of(left.minus(right));
      case "*" -> Optional.of(left.times(right));
      default -> {
        boolean oneDivisor = right.low().equals(right.high());
        boolean safe = right.low().abs().compareTo(BigInteger.ONE) > 0;
        yield oneDivisor && safe ? Optional.of(left.remainder(right.low())) : Optional.empty();
      }
    };
  }

  private static Optional<Floats> floats(Operand operand) {
    return operand instanceof Value value && value.type() instanceof Floats floats
        ? Optional.of(floats)
        : Optional.empty();
  }

  private static Optional<String> floatText(Operand operand, Floats type) {
    if (operand instanceof Value value && value.type() == type) {
      return Optional.of(value.sql());
    }
    return operand instanceof Constant constant
            && !constant.isNull()
            && type.accepts(constant.type())
        ? LiteralText.of(constant, type)
        : Optional.empty();
  }

  private static String expression(String operator, String left, String right) {
    return "(" + left + " " + operator + " " + right + ")";
  }

  /** An operand that is an integer, as Lance computes it in 64 bits. */
  private record IntegerOperand(String sql, IntegerRange range, int bits) {
    static IntegerOperand zero(int bits) {
      return new IntegerOperand("0", IntegerRange.of(0, 0), bits);
    }

    static IntegerOperand of(Value value, Integers type) {
      return new IntegerOperand("CAST(" + value.sql() + " AS BIGINT)", type.range(), type.bits());
    }

    static Optional<IntegerOperand> of(Operand operand) {
      if (operand instanceof Value value && value.type() instanceof Integers type) {
        return Optional.of(of(value, type));
      }
      if (operand instanceof Constant constant && constant.value() instanceof Number number) {
        int bits = IntegerBits.of(constant.type());
        long exact = number.longValue();
        return bits == 0
            ? Optional.empty()
            : Optional.of(
                new IntegerOperand(
                    LiteralText.integer(exact), IntegerRange.of(exact, exact), bits));
      }
      return Optional.empty();
    }
  }
}
