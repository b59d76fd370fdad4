package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Operand.Untranslatable;
import io.lancetrain.spark.predicate.Operand.Value;
import io.lancetrain.spark.predicate.ValueType.Decimals;
import io.lancetrain.spark.predicate.ValueType.Floats;
import io.lancetrain.spark.predicate.ValueType.Integers;
import java.math.BigInteger;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/** Casts to a wider type of number: every value fits, and both sides round alike. */
final class Casts {
  private Casts() {}

  static Operand cast(Value value, DataType target) {
    int bits = IntegerBits.of(target);
    if (value.type() instanceof Integers integers) {
      if (integers.bits() <= bits) {
        return new Value(value.sql(), new Integers(integers.range(), bits));
      }
      return fromInteger(value, integers, target);
    }
    if (value.type() == Floats.FLOAT && target instanceof DoubleType) {
      return cast(value, "DOUBLE", Floats.DOUBLE);
    }
    return value.type() instanceof Decimals from
            && target instanceof DecimalType to
            && to.scale() >= from.scale()
            && to.precision() - to.scale() >= from.precision() - from.scale()
        ? cast(value, to)
        : notWidening(target);
  }

  private static Operand fromInteger(Value value, Integers type, DataType target) {
    if (target instanceof DoubleType) {
      return cast(value, "DOUBLE", Floats.DOUBLE);
    } else if (target instanceof FloatType) {
      return cast(value, "FLOAT", Floats.FLOAT);
    } else if (target instanceof DecimalType decimal) {
      BigInteger end = BigInteger.TEN.pow(decimal.precision() - decimal.scale());
      boolean fits =
          type.range().high().compareTo(end) < 0 && type.range().low().compareTo(end.negate()) > 0;
      return fits ? cast(value, decimal) : notWidening(target);
    }
    return notWidening(target);
  }

  private static Operand cast(Value value, DecimalType to) {
    return cast(
        value,
        "DECIMAL(" + to.precision() + "," + to.scale() + ")",
        new Decimals(to.precision(), to.scale()));
  }

  private static Operand cast(Value value, String type, ValueType target) {
    return new Value("CAST(" + value.sql() + " AS " + type + ")", target);
  }

  private static Operand notWidening(DataType target) {
    return new Untranslatable("a cast to " + target.catalogString());
  }
}
