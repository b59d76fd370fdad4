package io.lancetrain.spark.predicate;

import io.lancetrain.spark.type.NameMatching;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructType;

/**
 * Whether a row of Spark's fulfils predicates that compare columns with constants, as Spark would
 * find. It travels to the executors.
 */
public final class RowCondition implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Test test;

  /** Three values: null where it is not known. */
  private interface Test extends Serializable {
    Boolean of(InternalRow row);
  }

  private interface Operand extends Serializable {
    /** In a form that compares; null where it is null. */
    ComparableValue of(InternalRow row);
  }

  private RowCondition(Test test) {
    this.test = test;
  }

  /**
   * The condition that all predicates hold.
   *
   * @param rows the columns of the rows; one that is missing is null
   * @param names which column a predicate names
   * @return empty where a predicate is of another kind
   */
  public static Optional<RowCondition> of(
      List<Predicate> predicates, StructType rows, NameMatching names) {
    try {
      Compiler compiler = new Compiler(rows, names);
      return Optional.of(new RowCondition(all(predicates.stream().map(compiler::test).toList())));
    } catch (OtherKind other) {
      return Optional.empty();
    }
  }

  /** Whether the row fulfils the condition; it does not where that is not known. */
  public boolean holds(InternalRow row) {
    return Boolean.TRUE.equals(test.of(row));
  }

  private static Test all(List<Test> tests) {
    List<Test> parts = new ArrayList<>(tests);
    return row -> {
      Boolean outcome = Boolean.TRUE;
      for (Test part : parts) {
        Boolean each = part.of(row);
        if (Boolean.FALSE.equals(each)) {
          return Boolean.FALSE;
        }
        outcome = each == null ? null : outcome;
      }
      return outcome;
    };
  }

  private static Test not(Test test) {
    return row -> {
      Boolean outcome = test.of(row);
      return outcome == null ? null : Boolean.valueOf(!outcome);
    };
  }

  private static final class OtherKind extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record Compiler(StructType rows, NameMatching names) {
    Test test(Predicate predicate) {
      Expression[] children = predicate.children();
      return switch (predicate.name()) {
        case "ALWAYS_TRUE" -> row -> Boolean.TRUE;
        case "ALWAYS_FALSE" -> row -> Boolean.FALSE;
        case "AND" -> all(List.of(child(children[0]), child(children[1])));
        case "OR" -> not(all(List.of(not(child(children[0])), not(child(children[1])))));
        case "NOT" -> not(child(children[0]));
        case "IS_NULL" -> isNull(operand(children[0]));
        case "IS_NOT_NULL" -> not(isNull(operand(children[0])));
        case "IN" -> in(operand(children[0]), children);
        case "<=>" -> nullSafeEqual(operand(children[0]), operand(children[1]));
        case "STARTS_WITH", "ENDS_WITH", "CONTAINS" ->
            part(predicate.name(), operand(children[0]), operand(children[1]));
        default ->
            Comparison.named(predicate.name())
                .map(comparison -> compared(comparison, children))
                .orElseThrow(OtherKind::new);
      };
    }

    private Test child(Expression child) {
      if (child instanceof Predicate predicate) {
        return test(predicate);
      }
      throw new OtherKind();
    }

    private Test compared(Comparison comparison, Expression[] children) {
      Operand left = operand(children[0]);
      Operand right = operand(children[1]);
      return row -> {
        ComparableValue one = left.of(row);
        ComparableValue other = right.of(row);
        return (one == null || other == null) ? null : comparison.holds(one.compareTo(other));
      };
    }

    private static Test nullSafeEqual(Operand left, Operand right) {
      return row -> {
        ComparableValue one = left.of(row);
        ComparableValue other = right.of(row);
        return (one == null || other == null)
            ? one == null && other == null
            : one.compareTo(other) == 0;
      };
    }

    private static Test isNull(Operand operand) {
      return row -> operand.of(row) == null;
    }

    private Test in(Operand operand, Expression[] children) {
      List<Operand> options =
          new ArrayList<>(Arrays.stream(children).skip(1).map(this::operand).toList());
      return row -> {
        ComparableValue value = operand.of(row);
        if (value == null) {
          return null;
        }
        Boolean otherwise = Boolean.FALSE;
        for (Operand option : options) {
          ComparableValue candidate = option.of(row);
          if (candidate == null) {
            otherwise = null;
          } else if (candidate.compareTo(value) == 0) {
            return Boolean.TRUE;
          }
        }
        return otherwise;
      };
    }

    private static Test part(String name, Operand whole, Operand part) {
      return row -> {
        ComparableValue one = whole.of(row);
        ComparableValue other = part.of(row);
        if (one == null || other == null) {
          return null;
        }
        return switch (name) {
          case "STARTS_WITH" -> one.startsWith(other);
          case "ENDS_WITH" -> one.endsWith(other);
          default -> one.contains(other);
        };
      };
    }

    private Operand operand(Expression expression) {
      if (expression instanceof Literal<?> literal) {
        if (literal.value() == null) {
          return row -> null;
        }
        ComparableValue value =
            ComparableValue.of(literal.value(), literal.dataType()).orElseThrow(OtherKind::new);
        return row -> value;
      } else if (expression instanceof NamedReference reference) {
        RowColumn column =
            RowColumn.of(rows, names, reference.fieldNames()).orElseThrow(OtherKind::new);
        return column::of;
      }
      throw new OtherKind();
    }
  }
}
