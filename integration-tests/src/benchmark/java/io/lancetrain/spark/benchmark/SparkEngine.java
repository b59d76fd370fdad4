package io.lancetrain.spark.benchmark;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/** A Spark session with one data source. */
final class SparkEngine implements Engine {
  private final SparkSession spark;
  private final String format;
  private final UnaryOperator<String> place;
  private final UnaryOperator<String> source;
  private final Contestant contestant;
  private final Set<String> opened = new HashSet<>();

  /**
   * Starts a session.
   *
   * @param format the data source
   * @param place from the name of a table to its path
   * @param source from the name of a table to the path of its Parquet
   * @param settings the settings with which it reaches the tables
   * @param contestant whose session it is
   */
  SparkEngine(
      String format,
      UnaryOperator<String> place,
      UnaryOperator<String> source,
      Map<String, String> settings,
      Contestant contestant) {
    this.format = format;
    this.place = place;
    this.source = source;
    this.contestant = contestant;
    this.spark = LocalSession.start(settings);
  }

  @Override
  public void run(BenchmarkQuery query) {
    prepare(query).write().format("noop").mode("overwrite").save();
  }

  @Override
  public String answer(BenchmarkQuery query) {
    open(query.table());
    return answer(query.answer());
  }

  private String answer(String sql) {
    return spark.sql(sql).collectAsList().stream()
        .map(SparkEngine::text)
        .sorted()
        .collect(Collectors.joining("; "));
  }

  @Override
  public String plan(BenchmarkQuery query) {
    opened.clear();
    return prepare(query).queryExecution().toRdd().getNumPartitions() + " tasks";
  }

  @Override
  public void readSource(BenchmarkWrite write) {
    source(write).write().format("noop").mode("overwrite").save();
  }

  @Override
  public void write(BenchmarkWrite write) {
    contestant
        .arranged(source(write))
        .write()
        .format(format)
        .options(contestant.writeOptions(write))
        .save(place.apply(contestant.written(write)));
  }

  /** The existing connector knows a vector by its column's metadata, which the others keep. */
  private Dataset<Row> source(BenchmarkWrite write) {
    Dataset<Row> rows = spark.read().parquet(source.apply(write.table()));
    for (Map.Entry<String, Integer> vector : write.vectors().entrySet()) {
      Metadata metadata =
          new MetadataBuilder().putLong("arrow.fixed-size-list.size", vector.getValue()).build();
      rows =
          rows.withColumn(vector.getKey(), rows.col(vector.getKey()).as(vector.getKey(), metadata));
    }
    return rows;
  }

  @Override
  public String answer(BenchmarkWrite write) {
    spark
        .read()
        .format(format)
        .load(place.apply(contestant.written(write)))
        .createOrReplaceTempView("written");
    return answer(BenchmarkQuery.checksum("SELECT * FROM written"));
  }

  @Override
  public void deleteWritten(BenchmarkWrite write) throws IOException {
    Path table = new Path(place.apply(contestant.written(write)));
    table.getFileSystem(spark.sessionState().newHadoopConf()).delete(table, true);
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
