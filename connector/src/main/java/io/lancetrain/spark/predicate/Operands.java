package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Operand.Constant;
import io.lancetrain.spark.predicate.Operand.Untranslatable;
import io.lancetrain.spark.predicate.Operand.Value;
import io.lancetrain.spark.predicate.ValueType.Integers;
import io.lancetrain.spark.predicate.ValueType.Plain;
import org.apache.spark.sql.connector.expressions.Cast;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** From Spark's value expressions to Lance's. */
final class Operands {
  /** How deep expressions may be in each other: each level takes up to two parentheses. */
  private static final int MOST_DEPTH = 4;

  private final FilterColumns columns;

  Operands(FilterColumns columns) {
    this.columns = columns;
  }

  Operand translate(Expression expression) {
    return translate(expression, 0);
  }

  private Operand translate(Expression expression, int depth) {
    if (depth > MOST_DEPTH) {
      return new Untranslatable("an expression of many levels");
    } else if (expression instanceof Literal<?> literal) {
      return new Constant(literal.value(), literal.dataType());
    } else if (expression instanceof NamedReference reference) {
      return columns.at(reference.fieldNames());
    } else if (expression instanceof Cast cast) {
      Operand operand = translate(cast.expression(), depth + 1);
      return operand instanceof Value value ? Casts.cast(value, cast.dataType()) : operand;
    } else if (expression instanceof Predicate predicate) {
      return new Untranslatable("the outcome of " + predicate.name() + " as a value");
    } else if (expression instanceof GeneralScalarExpression function) {
      return function(function, depth);
    }
    return new Untranslatable(expression.getClass().getSimpleName());
  }

  private Operand function(GeneralScalarExpression function, int depth) {
    String name = function.name();
    Expression[] children = function.children();
    if (name.equals("CHAR_LENGTH")) {
      return characters(translate(children[0], depth + 1));
    } else if (Arithmetic.knows(name) && children.length == 2) {
      Operand left = translate(children[0], depth + 1);
      Operand right = translate(children[1], depth + 1);
      return Arithmetic.apply(name, left, right);
    } else if (name.equals("-")) {
      return Arithmetic.negate(translate(children[0], depth + 1));
    }
    return new Untranslatable("the function " + name);
  }

  /** Both count code points. */
  private static Operand characters(Operand operand) {
    return operand instanceof Value value && value.type() == Plain.STRING
        ? new Value(
            "character_length(" + value.sql() + ")",
            new Integers(IntegerRange.of(0, Integer.MAX_VALUE), Integer.SIZE))
        : new Untranslatable("the length of it");
  }
}
