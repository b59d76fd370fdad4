package io.lancetrain.spark.differential;

import io.lancetrain.spark.testing.ComparableValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A query: a condition, and what is asked of its rows.
 *
 * @param where which rows; empty for all
 * @param shape what of them
 */
record Query(Optional<Condition> where, Shape shape) {

  /** What a query asks of its rows, and how two answers to it compare. */
  sealed interface Shape permits Rows, Sorted, Top, Some, SizeOfSome, Aggregated, Sums {
    Dataset<Row> applyTo(Dataset<Row> rows);

    /** Shapes with one part less. */
    List<Shape> smaller();

    /** Whether the answer is right, given the oracle's answer and its rows without a limit. */
    boolean accepts(List<Object> actual, List<Object> expected, Dataset<Row> oracle);

    /** Whether it depends on the order of the rows if the query fails. */
    default boolean mayFail(Dataset<Row> oracle) {
      return false;
    }
  }

  /** Columns of all rows, in any order. */
  record Rows(List<Column> columns) implements Shape {
    @Override
    public Dataset<Row> applyTo(Dataset<Row> rows) {
      return rows.select(columns.toArray(Column[]::new));
    }

    @Override
    public List<Shape> smaller() {
      return columns.size() == 1
          ? List.of()
          : columns.stream().map(column -> (Shape) new Rows(List.of(column))).toList();
    }

    @Override
    public boolean accepts(List<Object> actual, List<Object> expected, Dataset<Row> oracle) {
      return counted(actual).equals(counted(expected));
    }
  }

  /** Rows in an order that leaves no choice, from an offset, up to a limit. */
  record Sorted(List<Column> columns, List<Column> order, int offset, int limit) implements Shape {
    @Override
    public Dataset<Row> applyTo(Dataset<Row> rows) {
      Dataset<Row> sorted = rows.orderBy(order.toArray(Column[]::new));
      Dataset<Row> after = offset == 0 ? sorted : sorted.offset(offset);
      Dataset<Row> page = limit == Integer.MAX_VALUE ? after : after.limit(limit);
      return page.select(columns.toArray(Column[]::new));
    }

    @Override
    public List<Shape> smaller() {
      List<Shape> smaller = new ArrayList<>();
      if (offset > 0) {
        smaller.add(new Sorted(columns, order, 0, limit));
      }
      if (order.size() > 1) {
        smaller.add(new Sorted(columns, order.subList(1, order.size()), offset, limit));
      }
      if (columns.size() > 1) {
        smaller.add(new Sorted(columns.subList(0, 1), order, offset, limit));
      }
      return smaller;
    }

    @Override
    public boolean accepts(List<Object> actual, List<Object> expected, Dataset<Row> oracle) {
      return actual.equals(expected);
    }
  }

  /** The sort keys alone: which of the rows with the last key are there does not matter. */
  record Top(Column key, Column order, int offset, int limit) implements Shape {
    @Override
    public Dataset<Row> applyTo(Dataset<Row> rows) {
      return rows.orderBy(order).offset(offset).limit(limit).select(key);
    }

    @Override
    public List<Shape> smaller() {
      return offset == 0 ? List.of() : List.of(new Top(key, order, 0, limit));
    }

    @Override
    public boolean accepts(List<Object> actual, List<Object> expected, Dataset<Row> oracle) {
      return zerosAlike(actual).equals(zerosAlike(expected));
    }
  }

  /** Any rows, so many after some others. */
  record Some(List<Column> columns, int offset, int limit) implements Shape {
    @Override
    public Dataset<Row> applyTo(Dataset<Row> rows) {
      Dataset<Row> after = offset == 0 ? rows : rows.offset(offset);
      return after.limit(limit).select(columns.toArray(Column[]::new));
    }

    @Override
    public List<Shape> smaller() {
      return offset == 0 ? List.of() : List.of(new Some(columns, 0, limit));
    }

    @Override
    public boolean accepts(List<Object> actual, List<Object> expected, Dataset<Row> oracle) {
      Map<Object, Integer> left = counted(answer(oracle.select(columns.toArray(Column[]::new))));
      actual.forEach(row -> left.merge(row, -1, Integer::sum));
      return actual.size() == expected.size()
          && left.values().stream().allMatch(count -> count >= 0);
    }
  }

  /** How many rows there are of so many after some others. */
  record SizeOfSome(int offset, int limit) implements Shape {
    @Override
    public Dataset<Row> applyTo(Dataset<Row> rows) {
      Dataset<Row> some = rows.offset(offset).limit(limit);
      return some.groupBy().agg(functions.count(functions.lit(1)));
    }

    @Override
    public List<Shape> smaller() {
      return offset == 0 ? List.of() : List.of(new SizeOfSome(0, limit));
    }

    @Override
    public boolean accepts(List<Object> actual, List<Object> expected, Dataset<Row> oracle) {
      return actual.equals(expected);
    }
  }

  /** Aggregates, by groups or of all rows. */
  record Aggregated(List<Column> groups, List<Column> aggregates) implements Shape {
    @Override
    public Dataset<Row> applyTo(Dataset<Row> rows) {
      return rows.groupBy(groups.toArray(Column[]::new))
          .agg(aggregates.get(0), aggregates.subList(1, aggregates.size()).toArray(Column[]::new));
    }

    @Override
    public List<Shape> smaller() {
      List<Shape> smaller = new ArrayList<>();
      if (!groups.isEmpty()) {
        smaller.add(new Aggregated(List.of(), aggregates));
      }
      if (aggregates.size() > 1) {
        aggregates.forEach(each -> smaller.add(new Aggregated(groups, List.of(each))));
      }
      return smaller;
    }

    @Override
    public boolean accepts(List<Object> actual, List<Object> expected, Dataset<Row> oracle) {
      return counted(zerosAlike(actual)).equals(counted(zerosAlike(expected)));
    }
  }

  Dataset<Row> applyTo(Dataset<Row> table) {
    return shape.applyTo(filtered(table));
  }

  private Dataset<Row> filtered(Dataset<Row> table) {
    return where.map(condition -> table.where(condition.column())).orElse(table);
  }

  /** Queries with one part less. */
  List<Query> smaller() {
    List<Query> smaller = new ArrayList<>();
    shape.smaller().forEach(each -> smaller.add(new Query(where, each)));
    where.ifPresent(
        condition -> {
          smaller.add(new Query(Optional.empty(), shape));
          condition.smaller().forEach(each -> smaller.add(new Query(Optional.of(each), shape)));
        });
    return smaller;
  }

  /** What is wrong with the answer of the Lance table; empty where nothing is. */
  Optional<String> difference(TablePair tables) {
    Object expected = outcome(tables.oracle());
    Object actual = outcome(tables.lance());
    return isRight(actual, expected, filtered(tables.oracle()))
        ? Optional.empty()
        : Optional.of("expected " + expected + "\nbut was  " + actual);
  }

  private boolean isRight(Object actual, Object expected, Dataset<Row> oracle) {
    if (actual instanceof Failure) {
      return expected instanceof Failure || shape.mayFail(oracle);
    } else if (expected instanceof Failure) {
      return shape.mayFail(oracle) && shape.accepts(list(actual), List.of(), oracle);
    }
    return shape.accepts(list(actual), list(expected), oracle);
  }

  /** A query that fails on both sides, such as for an overflow, is no difference. */
  private Object outcome(Dataset<Row> table) {
    try {
      return answer(applyTo(table));
    } catch (Exception e) {
      return new Failure(e.toString());
    }
  }

  private record Failure(String message) {}

  private static List<Object> list(Object answer) {
    return new ArrayList<>((Collection<?>) answer);
  }

  static List<Object> answer(Dataset<Row> rows) {
    List<Object> answer = new ArrayList<>();
    rows.collectAsList().forEach(row -> answer.add(ComparableValue.of(row)));
    return answer;
  }

  static String shown(Row row) {
    return ComparableValue.of(row).toString();
  }

  private static Map<Object, Integer> counted(List<Object> rows) {
    Map<Object, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row, 1, Integer::sum));
    return counts;
  }

  /** Spark may give either of the two zeros, which are equal to it. */
  private static List<Object> zerosAlike(List<Object> rows) {
    List<Object> alike = new ArrayList<>();
    for (Object row : rows) {
      List<Object> values = new ArrayList<>();
      ((List<?>) row).forEach(value -> values.add(zeroAlike(value)));
      alike.add(values);
    }
    return alike;
  }

  private static Object zeroAlike(Object value) {
    if (value instanceof Double number && number == 0) {
      return 0.0;
    }
    return value instanceof Float number && number == 0 ? (Object) 0.0f : value;
  }
}
