package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.RowIds;
import io.lancetrain.spark.dataset.ValueRange;
import io.lancetrain.spark.dataset.ZoneMaps;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * Leaves out fragments in which no row can pass the predicates, by what the driver knows of them:
 * their ids, and zone maps. A fragment of which it knows too little stays.
 */
final class FragmentPruner {
  private final ZoneMaps zoneMaps;
  private final RowIds rowIds;

  FragmentPruner(ZoneMaps zoneMaps, RowIds rowIds) {
    this.zoneMaps = zoneMaps;
    this.rowIds = rowIds;
  }

  /** The fragments in which rows may pass all of the predicates, in their order. */
  List<FragmentSummary> prune(List<FragmentSummary> fragments, List<Predicate> predicates) {
    return fragments.stream()
        .filter(fragment -> predicates.stream().allMatch(each -> mayPass(each, fragment)))
        .toList();
  }

  private boolean mayPass(Expression condition, FragmentSummary fragment) {
    if (!(condition instanceof Predicate predicate)) {
      return true;
    }
    Expression[] operands = predicate.children();
    return switch (predicate.name()) {
      case "AND" -> Arrays.stream(operands).allMatch(each -> mayPass(each, fragment));
      case "OR" -> Arrays.stream(operands).anyMatch(each -> mayPass(each, fragment));
      case "ALWAYS_FALSE" -> false;
      case "IS_NULL" -> range(operands[0], fragment).map(range -> range.nulls() > 0).orElse(true);
      case "=", "<", "<=", ">", ">=" -> mayCompare(predicate.name(), operands, fragment);
      case "IN" -> mayBeIn(operands, fragment);
      default -> true;
    };
  }

  private boolean mayCompare(String operator, Expression[] operands, FragmentSummary fragment) {
    if (operands[0] instanceof Literal<?>) {
      return mayCompare(mirrored(operator), new Expression[] {operands[1], operands[0]}, fragment);
    }
    Optional<ValueRange> range = range(operands[0], fragment);
    return range.isEmpty() || mayCompare(operator, range.get(), operands[1]);
  }

  private static String mirrored(String operator) {
    return switch (operator) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> operator;
    };
  }

  private static boolean mayCompare(String operator, ValueRange range, Expression operand) {
    if (!(operand instanceof Literal<?> literal)) {
      return true;
    }
    if (literal.value() == null) {
      return false;
    }
    Comparable<Object> value = comparable(literal.value());
    if (value == null || value.getClass() != range.least().getClass()) {
      return true;
    }
    int toLeast = value.compareTo(range.least());
    int toGreatest = value.compareTo(range.greatest());
    return switch (operator) {
      case "<" -> toLeast > 0;
      case "<=" -> toLeast >= 0;
      case ">" -> toGreatest < 0;
      case ">=" -> toGreatest <= 0;
      default -> toLeast >= 0 && toGreatest <= 0;
    };
  }

  private boolean mayBeIn(Expression[] operands, FragmentSummary fragment) {
    Optional<ValueRange> range = range(operands[0], fragment);
    return range.isEmpty()
        || Arrays.stream(operands).skip(1).anyMatch(each -> mayCompare("=", range.get(), each));
  }

  /** Spark's value as zone maps have it; null for types of which they know nothing. */
  @SuppressWarnings("unchecked") // Each of these is comparable with its own class.
  private static Comparable<Object> comparable(Object value) {
    Object widened =
        value instanceof Byte || value instanceof Short || value instanceof Integer
            ? ((Number) value).longValue()
            : value;
    return widened instanceof Comparable<?> ? (Comparable<Object>) widened : null;
  }

  private Optional<ValueRange> range(Expression expression, FragmentSummary fragment) {
    if (!(expression instanceof NamedReference column) || column.fieldNames().length != 1) {
      return Optional.empty();
    }
    String name = column.fieldNames()[0];
    if (name.equals(RowMetadata.FRAGMENT_ID.name())) {
      return Optional.of(new ValueRange((long) fragment.id(), (long) fragment.id(), 0));
    }
    if (RowMetadata.isAddress(name, rowIds)) {
      return Optional.of(new ValueRange(fragment.firstAddress(), fragment.endAddress() - 1, 0));
    }
    return zoneMaps.range(name, fragment.id());
  }
}
