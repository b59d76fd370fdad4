package io.lancetrain.spark.benchmark;

import java.util.List;

/**
 * A query with the time that is wanted for it.
 *
 * @param wanted the wanted time of the connector as a share of Parquet's
 */
record Goal(BenchmarkQuery query, double wanted) {
  private static final String[] EVERY_IMAGE_COLUMN = {
    "id", "label", "caption", "embedding", "image"
  };
  private static final String[] EVERY_LINE_COLUMN = {
    "l_orderkey", "l_partkey", "l_suppkey", "l_linenumber", "l_quantity", "l_extendedprice",
    "l_discount", "l_tax", "l_returnflag", "l_linestatus", "l_shipdate", "l_commitdate",
    "l_receiptdate", "l_shipinstruct", "l_shipmode", "l_comment"
  };
  private static final String LARGEST_PRICES =
      "SELECT * FROM lines ORDER BY l_extendedprice DESC LIMIT 10";

  /** All goals. */
  static List<Goal> all(double scale) {
    return List.of(
        new Goal(
            BenchmarkQuery.large(
                "images, every column", "images", "SELECT * FROM images", EVERY_IMAGE_COLUMN),
            0.30),
        new Goal(
            BenchmarkQuery.large(
                "images, embedding column", "images", "SELECT embedding FROM images", "embedding"),
            0.35),
        new Goal(
            BenchmarkQuery.large(
                "images, every column where label = 7",
                "images",
                "SELECT * FROM images WHERE label = 7"),
            0.20),
        new Goal(
            BenchmarkQuery.large(
                "images, one row by id",
                "images",
                "SELECT * FROM images WHERE id = " + ImageRows.count(scale) * 5 / 8),
            0.40),
        new Goal(
            BenchmarkQuery.small(
                "images, sum over two embedding elements",
                "images",
                "SELECT sum(embedding[0] + embedding[255]) FROM images",
                "embedding"),
            0.35),
        new Goal(
            BenchmarkQuery.small(
                "images, sum of image lengths",
                "images",
                "SELECT sum(length(image)) FROM images",
                "image"),
            0.50),
        new Goal(
            BenchmarkQuery.large(
                "lines, every column", "lines", "SELECT * FROM lines", EVERY_LINE_COLUMN),
            0.80),
        new Goal(
            BenchmarkQuery.small(
                "lines, group by ship mode with three aggregates",
                "lines",
                "SELECT l_shipmode, count(*), sum(l_extendedprice), avg(l_discount)"
                    + " FROM lines GROUP BY l_shipmode",
                "l_shipmode",
                "l_extendedprice",
                "l_discount"),
            0.60),
        new Goal(
            BenchmarkQuery.small(
                "lines, TPC-H Q6",
                "lines",
                "SELECT sum(l_extendedprice * l_discount) FROM lines"
                    + " WHERE l_shipdate >= DATE'1994-01-01' AND l_shipdate < DATE'1995-01-01'"
                    + " AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24"),
            0.70),
        new Goal(
            BenchmarkQuery.small(
                "lines, min and max",
                "lines",
                "SELECT min(l_shipdate), max(l_shipdate), min(l_extendedprice),"
                    + " max(l_extendedprice) FROM lines"),
            0.50),
        // Rows of the same price may come in any order: only the prices are compared.
        new Goal(
            new BenchmarkQuery(
                "lines, top 10 by price",
                "lines",
                LARGEST_PRICES,
                "SELECT l_extendedprice FROM (" + LARGEST_PRICES + ")",
                List.of()),
            0.40),
        new Goal(
            BenchmarkQuery.small("lines, count(*)", "lines", "SELECT count(*) FROM lines"), 0.30));
  }
}
