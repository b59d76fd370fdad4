package io.lancetrain.spark.differential;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Makes a query and a table smaller as long as Lance's answer stays wrong. */
final class Shrinker {
  private static final int MOST_QUERIES = 200;
  private static final int MOST_TABLES = 24;

  private final SparkSession spark;
  private Query query;
  private int queries;

  Shrinker(SparkSession spark, Query query) {
    this.spark = spark;
    this.query = query;
  }

  /** The smallest query found, with the rows where the table could be made again. */
  String smallest(TablePair tables, Optional<TableData> data) {
    shrinkQuery(tables);
    return data.map(this::smallestTable).orElseGet(() -> described(tables, "those of the table"));
  }

  private void shrinkQuery(TablePair tables) {
    Optional<Query> smaller = Optional.of(query);
    while (smaller.isPresent()) {
      query = smaller.get();
      smaller =
          query.smaller().stream()
              .takeWhile(each -> queries++ < MOST_QUERIES)
              .filter(each -> each.difference(tables).isPresent())
              .findFirst();
    }
  }

  private String smallestTable(TableData data) {
    TableData smallest = data;
    int tables = 0;
    int part = smallest.rows().size() / 2;
    while (part > 0 && tables < MOST_TABLES) {
      boolean found = false;
      for (int from = 0;
          from < smallest.rows().size() && !found && tables++ < MOST_TABLES;
          from += part) {
        int to = Math.min(from + part, smallest.rows().size());
        TableData candidate = smallest.withRows(smallest.rows().subList(from, to));
        if (query.difference(TablePair.write(spark, candidate)).isPresent()) {
          smallest = candidate;
          found = true;
        }
      }
      part = found ? smallest.rows().size() / 2 : part / 2;
    }
    return described(TablePair.write(spark, smallest), shown(smallest.rows()));
  }

  private static String shown(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    rows.stream().limit(5).forEach(row -> text.append("\n  ").append(Query.shown(row)));
    return text + (rows.size() > 5 ? "\n  and " + (rows.size() - 5) + " more" : "");
  }

  private String described(TablePair tables, String rows) {
    return String.format(
        "%s%n%s%n%srows: %s",
        query.applyTo(tables.lance()).queryExecution().logical(),
        query.difference(tables).orElse("no difference in a table of these rows alone"),
        plan(tables),
        rows);
  }

  /** A query that cannot be planned has to be shown too. */
  private String plan(TablePair tables) {
    try {
      return query.applyTo(tables.lance()).queryExecution().executedPlan().toString();
    } catch (Exception notPlanned) {
      return "no plan: " + notPlanned;
    }
  }
}
