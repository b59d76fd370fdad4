package io.lancetrain.spark.benchmark;

import java.io.Serializable;
import java.util.List;

/**
 * A query that every contestant runs.
 *
 * @param name what it is called in the report
 * @param table the table that it reads
 * @param sql the query
 * @param answer a query that says in few rows what the query gives, to compare contestants by
 * @param scanned the columns that a plain scan reads for it; empty where a plain scan is no measure
 */
record BenchmarkQuery(String name, String table, String sql, String answer, List<String> scanned)
    implements Serializable {
  private static final String CHECKSUM =
      "SELECT count(*), bit_xor(hash), sum(CAST(hash AS DECIMAL(38, 0)))"
          + " FROM (SELECT xxhash64(*) AS hash FROM (%s))";

  /** A query with few rows, which are themselves compared. */
  static BenchmarkQuery small(String name, String table, String sql, String... scanned) {
    return new BenchmarkQuery(name, table, sql, sql, List.of(scanned));
  }

  /** A query with many rows, which are compared by number and checksum. */
  static BenchmarkQuery large(String name, String table, String sql, String... scanned) {
    return new BenchmarkQuery(name, table, sql, checksum(sql), List.of(scanned));
  }

  /** A query with the number and a checksum of the rows of another. */
  static String checksum(String sql) {
    return CHECKSUM.formatted(sql);
  }
}
