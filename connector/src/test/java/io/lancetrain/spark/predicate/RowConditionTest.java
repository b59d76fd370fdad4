package io.lancetrain.spark.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.type.NameMatching;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** Rows fulfil a condition exactly where Spark would say so. */
class RowConditionTest {
  private static final StructType ROWS =
      new StructType()
          .add("i", DataTypes.IntegerType)
          .add("d", DataTypes.DoubleType)
          .add("s", DataTypes.StringType)
          .add("m", DataTypes.createDecimalType(10, 2))
          .add("n", new StructType().add("x", DataTypes.LongType))
          .add("a", DataTypes.createArrayType(DataTypes.LongType));

  private static InternalRow row(Integer i, Double d, String s, String m, Long x) {
    return new GenericInternalRow(
        new Object[] {
          i,
          d,
          s == null ? null : UTF8String.fromString(s),
          m == null ? null : Decimal.apply(new BigDecimal(m), 10, 2),
          x == null ? null : new GenericInternalRow(new Object[] {x}),
          null
        });
  }

  private static Predicate predicate(String name, Expression... children) {
    return new Predicate(name, children);
  }

  private static Expression column(String name) {
    return Expressions.column(name);
  }

  private static Expression literal(Object value, DataType type) {
    return new LiteralValue<>(value, type);
  }

  private static Expression text(String value) {
    return literal(UTF8String.fromString(value), DataTypes.StringType);
  }

  private static boolean holds(InternalRow row, Predicate... predicates) {
    return RowCondition.of(List.of(predicates), ROWS, NameMatching.CASE_INSENSITIVE)
        .orElseThrow()
        .holds(row);
  }

  @Test
  void narrowNumbersCompareWithWideOnes() {
    InternalRow row = row(5, 5.0, "a", "5.00", 5L);
    assertThat(holds(row, predicate("=", column("i"), literal(5L, DataTypes.LongType)))).isTrue();
    assertThat(holds(row, predicate("<", column("I"), literal(6L, DataTypes.LongType)))).isTrue();
    DataType decimal = DataTypes.createDecimalType(12, 3);
    Expression five = literal(Decimal.apply(new BigDecimal("5.000"), 12, 3), decimal);
    assertThat(holds(row, predicate("=", column("i"), five))).isTrue();
    assertThat(holds(row, predicate("=", column("m"), five))).isTrue();
    assertThat(holds(row, predicate(">", column("n.x"), literal(4L, DataTypes.LongType)))).isTrue();
  }

  @Test
  void doublesCompareAsInSpark() {
    Expression nan = literal(Double.NaN, DataTypes.DoubleType);
    Expression zero = literal(0.0, DataTypes.DoubleType);
    assertThat(holds(row(1, Double.NaN, "", "1", 1L), predicate("=", column("d"), nan))).isTrue();
    assertThat(holds(row(1, Double.NaN, "", "1", 1L), predicate(">", column("d"), zero))).isTrue();
    assertThat(holds(row(1, -0.0, "", "1", 1L), predicate("=", column("d"), zero))).isTrue();
    assertThat(holds(row(1, -0.0, "", "1", 1L), predicate("<", column("d"), zero))).isFalse();
  }

  @Test
  void stringsCompareByBytes() {
    InternalRow row = row(1, 1.0, "ab\u00e4", "1", 1L);
    assertThat(holds(row, predicate("STARTS_WITH", column("s"), text("ab")))).isTrue();
    assertThat(holds(row, predicate("ENDS_WITH", column("s"), text("\u00e4")))).isTrue();
    assertThat(holds(row, predicate("CONTAINS", column("s"), text("b")))).isTrue();
    assertThat(holds(row, predicate("CONTAINS", column("s"), text("c")))).isFalse();
    assertThat(holds(row, predicate(">", column("s"), text("abz")))).isTrue();
    assertThat(holds(row, predicate("IN", column("s"), text("x"), text("ab\u00e4")))).isTrue();
  }

  @Test
  void whatIsUnknownDoesNotHold() {
    InternalRow nulls = row(null, null, null, null, null);
    Predicate equal = predicate("=", column("i"), literal(1, DataTypes.IntegerType));
    Predicate isNull = predicate("IS_NULL", column("i"));
    assertThat(holds(nulls, equal)).isFalse();
    assertThat(holds(nulls, predicate("NOT", equal))).isFalse();
    assertThat(holds(nulls, predicate("OR", equal, isNull))).isTrue();
    assertThat(holds(nulls, predicate("AND", equal, isNull))).isFalse();
    assertThat(holds(nulls, predicate("NOT", predicate("AND", equal, predicate("NOT", isNull)))))
        .isTrue();
    assertThat(holds(nulls, predicate("IS_NULL", column("n.x")))).isTrue();
    assertThat(holds(nulls, predicate("IS_NULL", column("missing")))).isTrue();
    Expression nothing = literal(null, DataTypes.IntegerType);
    assertThat(holds(nulls, predicate("<=>", column("i"), nothing))).isTrue();
    InternalRow one = row(1, 1.0, "", "1", 1L);
    Expression two = literal(2, DataTypes.IntegerType);
    assertThat(holds(one, predicate("NOT", predicate("IN", column("i"), two, nothing)))).isFalse();
    assertThat(holds(one, predicate("IS_NOT_NULL", column("i")))).isTrue();
    assertThat(holds(one)).isTrue();
  }

  @Test
  void otherConditionsAreLeft() {
    Expression function = new GeneralScalarExpression("ABS", new Expression[] {column("i")});
    for (Predicate other :
        List.of(
            predicate("=", function, literal(1, DataTypes.IntegerType)),
            predicate("BOOLEAN_EXPRESSION", column("i")),
            predicate("IS_NULL", column("a")))) {
      assertThat(RowCondition.of(List.of(other), ROWS, NameMatching.CASE_SENSITIVE)).isEmpty();
    }
  }
}
