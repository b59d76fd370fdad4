package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.NativeAggregation.AggregateFunction;
import io.lancetrain.spark.read.PlainColumns.PlainColumn;
import io.lancetrain.spark.read.PushedGroups.Merging;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.connector.expressions.aggregate.Sum;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;

/**
 * Which of Spark's aggregate functions Lance computes exactly, all of plain columns.
 *
 * <p>Sums of bigints are not among them: what becomes of an overflow (an error, null, or the value
 * modulo 2^64) Spark decides for each sum, and does not tell a source. Sums of floating-point
 * numbers depend on the order of the rows.
 *
 * @param columns of the table
 * @param rows how many rows the table has
 * @param averaged the columns of which Spark wants an average, for which it asks as a sum and a
 *     count
 */
record MeasureTranslator(PlainColumns columns, long rows, Set<String> averaged) {
  /** The digits that Spark gives a sum of decimals in addition, as Lance does. */
  private static final int SUM_DIGITS = 10;

  /** All whole numbers of so many bits are doubles. */
  private static final int DOUBLE_BITS = 53;

  /** The function for Lance; empty where Spark has to compute it. */
  Optional<PushedMeasure> translate(AggregateFunc function) {
    if (function instanceof CountStar) {
      return Optional.of(
          new PushedMeasure(
              AggregateFunction.COUNT, Optional.empty(), DataTypes.LongType, Merging.BY_SPARK));
    }
    if (function instanceof Count count) {
      return count.isDistinct()
          ? counted(count, AggregateFunction.COUNT_DISTINCT, Merging.IMPOSSIBLE)
          : counted(count, AggregateFunction.COUNT, Merging.BY_SPARK);
    }
    if (function instanceof Min min) {
      return extreme(AggregateFunction.MIN, min.column());
    }
    if (function instanceof Max max) {
      return extreme(AggregateFunction.MAX, max.column());
    }
    return function instanceof Sum sum && !sum.isDistinct()
        ? columns.of(sum.column()).flatMap(this::sum)
        : Optional.empty();
  }

  private Optional<PushedMeasure> counted(
      Count count, AggregateFunction function, Merging merging) {
    return columns
        .of(count.column())
        .map(
            column ->
                new PushedMeasure(function, Optional.of(column), DataTypes.LongType, merging));
  }

  private Optional<PushedMeasure> extreme(AggregateFunction function, Expression argument) {
    return columns
        .of(argument)
        .map(
            column ->
                new PushedMeasure(function, Optional.of(column), column.type(), Merging.BY_SPARK));
  }

  private Optional<PushedMeasure> sum(PlainColumn column) {
    if (column.type() instanceof DecimalType decimal) {
      // Spark casts the sum of a task back to the type of the column, which may be too narrow.
      return decimal.precision() + SUM_DIGITS <= DecimalType.MAX_PRECISION()
          ? Optional.of(
              sum(
                  column,
                  DataTypes.createDecimalType(decimal.precision() + SUM_DIGITS, decimal.scale()),
                  Merging.IMPOSSIBLE))
          : Optional.empty();
    }
    return isExactSum(column)
        ? Optional.of(sum(column, DataTypes.LongType, Merging.BY_SPARK))
        : Optional.empty();
  }

  private static PushedMeasure sum(PlainColumn column, DataType type, Merging merging) {
    return new PushedMeasure(AggregateFunction.SUM, Optional.of(column), type, merging);
  }

  /**
   * Whether the sum of the column is the same to Spark and to Lance. Spark itself adds the values
   * of an average as doubles, one by one, and rounds each time where they are too great.
   */
  private boolean isExactSum(PlainColumn column) {
    int bits = bits(column.type());
    int exactBits = averaged.contains(column.name()) ? DOUBLE_BITS : Long.SIZE - 1;
    return bits > 0 && rows <= 1L << (exactBits - bits);
  }

  /** The bits of the type's values besides the sign; 0 for a type that is not summed. */
  private static int bits(DataType type) {
    if (type instanceof ByteType) {
      return Byte.SIZE - 1;
    }
    if (type instanceof ShortType) {
      return Short.SIZE - 1;
    }
    return type instanceof IntegerType ? Integer.SIZE - 1 : 0;
  }
}
