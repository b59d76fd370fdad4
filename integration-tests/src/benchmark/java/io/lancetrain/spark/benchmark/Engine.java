package io.lancetrain.spark.benchmark;

/** A contestant at work. */
interface Engine extends AutoCloseable {

  /** Runs the query and drops its rows. */
  void run(BenchmarkQuery query) throws Exception;

  /** Runs the query that tells the query's rows in short; the same text for the same rows. */
  String answer(BenchmarkQuery query);

  /** Opens the query's table and plans the query, without reading rows; says into how much. */
  String plan(BenchmarkQuery query);

  @Override
  void close();
}
