package io.lancetrain.spark.benchmark;

/** A contestant at work. */
interface Engine extends AutoCloseable {

  /** Runs the query and drops its rows. */
  void run(BenchmarkQuery query) throws Exception;

  /** Runs the query that tells the query's rows in short; the same text for the same rows. */
  String answer(BenchmarkQuery query);

  /** Opens the query's table and plans the query, without reading rows; says into how much. */
  String plan(BenchmarkQuery query);

  /** Reads the rows of the table as for a write, and drops them. */
  void readSource(BenchmarkWrite write) throws Exception;

  /** Writes the rows of the table to a place of this contestant, where nothing is. */
  void write(BenchmarkWrite write) throws Exception;

  /** Tells in short what was written there; the same text for the same rows. */
  String answer(BenchmarkWrite write) throws Exception;

  /** Deletes what was written there. */
  void deleteWritten(BenchmarkWrite write) throws Exception;

  @Override
  void close();
}
