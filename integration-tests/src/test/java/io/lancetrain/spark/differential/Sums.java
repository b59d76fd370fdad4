package io.lancetrain.spark.differential;

import io.lancetrain.spark.differential.Query.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;

/**
 * The sum of integers or decimals by groups, near and beyond what the sum's type holds.
 *
 * <p>Whether Spark's own sum overflows on the way to one that fits depends on the order of the
 * rows. The exact sums are the oracle: an answer is one of them, or what stands for an overflow
 * where some order of the rows leads to one.
 *
 * @param groups keys without a floating-point number
 */
record Sums(List<Column> groups, Column summed, DataType type) implements Shape {
  private static final BigInteger WRAP = BigInteger.ONE.shiftLeft(Long.SIZE);

  @Override
  public Dataset<Row> applyTo(Dataset<Row> rows) {
    return rows.groupBy(groups.toArray(Column[]::new)).agg(functions.sum(summed).as("sum"));
  }

  @Override
  public List<Shape> smaller() {
    return groups.isEmpty()
        ? List.of()
        : List.of(new Sums(groups.subList(1, groups.size()), summed, type));
  }

  @Override
  public boolean accepts(List<Object> actual, List<Object> expected, Dataset<Row> oracle) {
    boolean ansi = failsOnOverflow(oracle);
    Map<List<Object>, Exact> exact = exact(oracle);
    for (Object row : actual) {
      List<?> values = (List<?>) row;
      Exact sum = exact.remove(List.copyOf(nonNull(values.subList(0, groups.size()))));
      if (sum == null || !accepts(values.get(groups.size()), sum, ansi)) {
        return false;
      }
    }
    return exact.isEmpty();
  }

  @Override
  public boolean mayFail(Dataset<Row> oracle) {
    return failsOnOverflow(oracle)
        && exact(oracle).values().stream().anyMatch(sum -> !sum.isWithin(limit()));
  }

  private boolean accepts(Object value, Exact exact, boolean ansi) {
    if (exact.sum.isEmpty()) {
      return value == null;
    } else if (value == null) {
      return type instanceof DecimalType && !ansi && !exact.isWithin(limit());
    }
    BigDecimal sum = exact.sum.get();
    if (type instanceof DecimalType) {
      return sum.compareTo((BigDecimal) value) == 0;
    }
    BigInteger given = BigInteger.valueOf((Long) value);
    return ansi
        ? given.equals(sum.toBigInteger())
        : given.subtract(sum.toBigInteger()).mod(WRAP).signum() == 0;
  }

  private static boolean failsOnOverflow(Dataset<Row> oracle) {
    return Boolean.parseBoolean(oracle.sparkSession().conf().get("spark.sql.ansi.enabled"));
  }

  /** The least number that is too large for the sum's type. */
  private BigDecimal limit() {
    return type instanceof DecimalType decimal
        ? BigDecimal.TEN
            .pow(Math.min(DecimalType.MAX_PRECISION(), decimal.precision() + 10))
            .scaleByPowerOfTen(-decimal.scale())
        : new BigDecimal(BigInteger.ONE.shiftLeft(Long.SIZE - 1));
  }

  /** What lies between the sums of the negative and of the positive values is met on no way. */
  private record Exact(Optional<BigDecimal> sum, BigDecimal positive, BigDecimal negative) {
    static final Exact NONE = new Exact(Optional.empty(), BigDecimal.ZERO, BigDecimal.ZERO);

    Exact plus(BigDecimal value) {
      return new Exact(
          Optional.of(sum.orElse(BigDecimal.ZERO).add(value)),
          positive.add(value.max(BigDecimal.ZERO)),
          negative.add(value.min(BigDecimal.ZERO)));
    }

    boolean isWithin(BigDecimal limit) {
      return positive.compareTo(limit) < 0 && negative.negate().compareTo(limit) < 0;
    }
  }

  private Map<List<Object>, Exact> exact(Dataset<Row> oracle) {
    List<Column> columns = new ArrayList<>(groups);
    columns.add(summed);
    Map<List<Object>, Exact> sums = new HashMap<>();
    if (groups.isEmpty()) {
      sums.put(List.of(), Exact.NONE);
    }
    for (Object row : Query.answer(oracle.select(columns.toArray(Column[]::new)))) {
      List<?> values = (List<?>) row;
      List<Object> key = List.copyOf(nonNull(values.subList(0, groups.size())));
      Exact sum = sums.getOrDefault(key, Exact.NONE);
      Object value = values.get(groups.size());
      sums.put(key, value == null ? sum : sum.plus(new BigDecimal(value.toString())));
    }
    return sums;
  }

  private static List<Object> nonNull(List<?> values) {
    List<Object> nonNull = new ArrayList<>();
    values.forEach(value -> nonNull.add(Optional.ofNullable(value)));
    return nonNull;
  }
}
