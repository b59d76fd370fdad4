package io.lancetrain.spark.benchmark;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A Spark session with one data source. */
final class SparkEngine implements Engine {
  private final SparkSession spark;
  private final String format;
  private final UnaryOperator<String> place;
  private final Set<String> opened = new HashSet<>();

  /**
   * Starts a session.
   *
   * @param format the data source
   * @param place from the name of a table to its path
   * @param settings the settings with which it reaches the tables
   */
  SparkEngine(String format, UnaryOperator<String> place, Map<String, String> settings) {
    this.format = format;
    this.place = place;
    this.spark = LocalSession.start(settings);
  }

  @Override
  public void run(BenchmarkQuery query) {
    prepare(query).write().format("noop").mode("overwrite").save();
  }

  @Override
  public String answer(BenchmarkQuery query) {
    open(query.table());
    return spark.sql(query.answer()).collectAsList().stream()
        .map(SparkEngine::text)
        .sorted()
        .collect(Collectors.joining("; "));
  }

  @Override
  public String plan(BenchmarkQuery query) {
    opened.clear();
    return prepare(query).queryExecution().toRdd().getNumPartitions() + " tasks";
  }

  private Dataset<Row> prepare(BenchmarkQuery query) {
    open(query.table());
    return spark.sql(query.sql());
  }

  /** A table is opened once, as a job of several queries does. */
  private void open(String table) {
    if (opened.add(table)) {
      spark.read().format(format).load(place.apply(table)).createOrReplaceTempView(table);
    }
  }

  /** Sums of floats differ in the last digits, with the order of the rows. */
  private static String text(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(row::get)
        .map(value -> value instanceof Double real ? "%.6g".formatted(real) : String.valueOf(value))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  @Override
  public void close() {
    spark.close();
  }
}
