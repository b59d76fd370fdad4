package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Operand.Constant;
import io.lancetrain.spark.predicate.ValueType.Decimals;
import io.lancetrain.spark.predicate.ValueType.Floats;
import io.lancetrain.spark.predicate.ValueType.Integers;
import io.lancetrain.spark.predicate.ValueType.Plain;
import io.lancetrain.spark.predicate.ValueType.Timestamps;
import io.lancetrain.spark.type.NativeText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Literals in Lance's SQL, of the very type of the values that they are compared with. */
final class LiteralText {
  private LiteralText() {}

  /**
   * A literal that is not null; empty where Lance's SQL cannot say it.
   *
   * @param constant of a type that the other type accepts
   * @param type of the values that it is compared with
   */
  static Optional<String> of(Constant constant, ValueType type) {
    Object value = constant.value();
    if (type instanceof Integers) {
      return Optional.of(integer(((Number) value).longValue()));
    } else if (type instanceof Floats floats) {
      return Optional.of(floatingPoint((Number) value, floats));
    } else if (type instanceof Decimals decimals) {
      return Optional.of(
          "CAST('%s' AS DECIMAL(%d,%d))"
              .formatted(
                  ((Decimal) value).toJavaBigDecimal().toPlainString(),
                  decimals.precision(),
                  decimals.scale()));
    } else if (type instanceof Timestamps timestamps) {
      String zone = timestamps.zone().isPresent() ? "Some(\"UTC\")" : "None";
      return Optional.of(
          "arrow_cast(%s, 'Timestamp(Microsecond, %s)')".formatted(integer((Long) value), zone));
    } else if (type instanceof Plain plain) {
      return plain(value, plain);
    }
    return Optional.of(binary((byte[]) value));
  }

  private static Optional<String> plain(Object value, Plain type) {
    return switch (type) {
      case BOOLEAN -> Optional.of(value.toString());
      case STRING -> string((UTF8String) value);
      case BINARY -> Optional.of(binary((byte[]) value));
      case DATE -> Optional.of("CAST(%s AS DATE)".formatted(value));
      case DURATION ->
          Optional.of("arrow_cast(%s, 'Duration(Microsecond)')".formatted(integer((Long) value)));
    };
  }

  /** Lance takes the digits of the least integer for a positive number with a sign before it. */
  static String integer(long value) {
    return value == Long.MIN_VALUE ? "CAST('" + value + "' AS BIGINT)" : Long.toString(value);
  }

  /** Java writes as many digits as it takes to read the same number again. */
  static String floatingPoint(Number value, Floats type) {
    return "CAST('%s' AS %s)".formatted(value, type);
  }

  private static Optional<String> string(UTF8String value) {
    String text = value.toString();
    byte[] bytes = value.getBytes();
    if (!Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
      return Optional.empty();
    }
    return Optional.of(
        NativeText.isKept(text)
            ? "'" + text.replace("'", "''") + "'"
            : "CAST(" + binary(bytes) + " AS STRING)");
  }

  private static String binary(byte[] bytes) {
    return "X'" + HexFormat.of().formatHex(bytes) + "'";
  }
}
