package io.lancetrain.spark.write;

import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.option.ModeOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.predicate.ComparableValue;
import io.lancetrain.spark.predicate.RowColumn;
import io.lancetrain.spark.type.NameMatching;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns whose values say which rows a dynamic overwrite replaces: the rows of a group have
 * the same values in all of them, nulls counting as the same. They travel to the executors.
 */
final class ClusterColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  /** So many groups one condition of Lance's SQL names. */
  private static final int GROUPS_IN_A_CONDITION = 1_000;

  private final String table;
  private final List<StructField> columns;

  private ClusterColumns(String table, List<StructField> columns) {
    this.table = table;
    this.columns = columns;
  }

  /** What the option, or else the table's property, names; empty where neither does. */
  static Optional<ClusterColumns> of(
      String table,
      OptionValues options,
      Map<String, String> properties,
      StructType schema,
      NameMatching names) {
    return options
        .value(ModeOptions.CLUSTER_BY)
        .or(() -> property(properties))
        .map(wanted -> of(table, wanted, schema, names));
  }

  private static Optional<List<String>> property(Map<String, String> properties) {
    Map<String, String> only = new TreeMap<>(properties);
    only.keySet().removeIf(name -> !name.equalsIgnoreCase(ModeOptions.CLUSTER_BY.name()));
    return OptionValues.of(only).value(ModeOptions.CLUSTER_BY);
  }

  /**
   * The properties of a table that is made, or of which all rows are replaced: those that come with
   * the write, and the option.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION where either names a
   *     column by which no rows can be grouped
   */
  static Map<String, String> declared(
      String table, OptionValues options, Map<String, String> properties, StructType schema) {
    Optional<ClusterColumns> columns =
        of(table, options, properties, schema, NameMatching.CASE_SENSITIVE);
    if (columns.isEmpty()) {
      return properties;
    }
    Map<String, String> all = new TreeMap<>(properties);
    all.keySet().removeIf(name -> name.equalsIgnoreCase(ModeOptions.CLUSTER_BY.name()));
    all.put(
        ModeOptions.CLUSTER_BY.name(),
        String.join(",", columns.get().columns.stream().map(StructField::name).toList()));
    return all;
  }

  private static ClusterColumns of(
      String table, List<String> wanted, StructType schema, NameMatching names) {
    List<StructField> columns = new ArrayList<>();
    for (String name : wanted) {
      List<Integer> found = names.ordinals(schema, name);
      if (found.size() != 1) {
        throw WriteErrors.clusterColumns(
            table,
            String.join(",", wanted),
            "there is no column '%s', or more than one. Name columns of the table."
                .formatted(name));
      }
      StructField column = schema.fields()[found.get(0)];
      if (!groups(column.dataType())) {
        throw WriteErrors.clusterColumns(
            table,
            String.join(",", wanted),
            "column '%s' is %s. Use columns of booleans, integers, decimals, strings, binaries,"
                    .formatted(name, column.dataType().sql())
                + " dates or timestamps.");
      }
      columns.add(column);
    }
    return new ClusterColumns(table, columns);
  }

  private static boolean groups(DataType type) {
    return ComparableValue.compares(type)
        && !(type instanceof FloatType)
        && !(type instanceof DoubleType);
  }

  /** What reads the group of a row. */
  Reader reader(StructType rows, NameMatching names) {
    return new Reader(
        columns.stream()
            .map(column -> RowColumn.of(rows, names, column.name()).orElseThrow())
            .toList());
  }

  /** Reads the values of one row after another. */
  record Reader(List<RowColumn> columns) {
    List<ComparableValue> group(InternalRow row) {
      ComparableValue[] values = new ComparableValue[columns.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = columns.get(i).of(row);
      }
      return Arrays.asList(values);
    }
  }

  /** Predicates of which the rows of these groups, and no others, fulfil exactly one. */
  List<Predicate> predicates(Collection<List<ComparableValue>> groups) {
    List<Predicate> predicates = new ArrayList<>();
    List<List<ComparableValue>> all = List.copyOf(groups);
    int step = Math.max(1, GROUPS_IN_A_CONDITION / columns.size());
    for (int start = 0; start < all.size(); start += step) {
      predicates.add(any(all.subList(start, Math.min(all.size(), start + step))));
    }
    return predicates;
  }

  private Predicate any(List<List<ComparableValue>> groups) {
    return join("OR", groups.stream().map(this::predicate).toList());
  }

  private Predicate predicate(List<ComparableValue> group) {
    List<Predicate> parts = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      parts.add(equal(columns.get(i), group.get(i)));
    }
    return join("AND", parts);
  }

  private static Predicate equal(StructField column, ComparableValue value) {
    NamedReference reference = Expressions.column("`" + column.name() + "`");
    if (value == null) {
      return new Predicate("IS_NULL", new Expression[] {reference});
    }
    Expression literal = new LiteralValue<>(value.internal(column.dataType()), column.dataType());
    return new Predicate("=", new Expression[] {reference, literal});
  }

  /** As a balanced tree: a chain is as deep as it is long. */
  private static Predicate join(String operator, List<Predicate> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int half = parts.size() / 2;
    return new Predicate(
        operator,
        new Expression[] {
          join(operator, parts.subList(0, half)), join(operator, parts.subList(half, parts.size()))
        });
  }

  @Override
  public String toString() {
    return String.join(",", columns.stream().map(StructField::name).toList()) + " of " + table;
  }
}
