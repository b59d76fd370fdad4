package io.lancetrain.spark.predicate;

import org.apache.spark.sql.types.DataType;

/** One side of a comparison. */
sealed interface Operand {
  /**
   * A column, or what Lance computes from columns.
   *
   * @param sql an expression that needs no parentheses on one side of a comparison
   * @param type how its values compare
   */
  record Value(String sql, ValueType type) implements Operand {
    /** Whether an operator computes it, which may have a literal on one side. */
    boolean isComputed() {
      return sql.startsWith("(");
    }

    Condition isNull() {
      return Condition.of(sql + " IS NULL");
    }

    Condition isNotNull() {
      return Condition.of(sql + " IS NOT NULL");
    }
  }

  /**
   * A literal.
   *
   * @param value in Spark's internal form; may be null
   * @param type its type
   */
  record Constant(Object value, DataType type) implements Operand {
    boolean isNull() {
      return value == null;
    }
  }

  /**
   * What Lance cannot compute as Spark does.
   *
   * @param reason why not
   */
  record Untranslatable(String reason) implements Operand {}
}
