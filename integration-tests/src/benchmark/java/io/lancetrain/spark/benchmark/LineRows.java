package io.lancetrain.spark.benchmark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows of a table like TPC-H's {@code lineitem}, in the order of its keys. */
final class LineRows {
  private static final int PARTS = 133_000;
  private static final int SUPPLIERS = 6_700;

  private LineRows() {}

  static Dataset<Row> create(SparkSession spark, long rows, int partitions) {
    return spark
        .range(0, rows, 1, partitions)
        .selectExpr(
            "id",
            "id div 4 + 1 AS l_orderkey",
            "1 + " + random(PARTS, "part") + " AS l_partkey",
            "1 + " + random(SUPPLIERS, "supplier") + " AS l_suppkey",
            "int(id % 4) + 1 AS l_linenumber",
            decimal("1 + " + random(50, "quantity")) + " AS l_quantity",
            decimal(random(11, "discount") + " / 100") + " AS l_discount",
            decimal(random(9, "tax") + " / 100") + " AS l_tax",
            "date_add(DATE'1992-01-01', int(pmod(xxhash64(id div 4), 2406))) AS orderdate")
        .selectExpr(
            "*",
            decimal(
                    "l_quantity * (90000 + (l_partkey div 10) % 20001 + 100 * (l_partkey % 1000))"
                        + " / 100")
                + " AS l_extendedprice",
            "date_add(orderdate, int(1 + " + random(121, "ship") + ")) AS l_shipdate",
            "date_add(orderdate, int(30 + " + random(61, "commit") + ")) AS l_commitdate")
        .selectExpr(
            "*",
            "date_add(l_shipdate, int(1 + " + random(30, "receipt") + ")) AS l_receiptdate",
            "if(l_shipdate > DATE'1995-06-17', 'O', 'F') AS l_linestatus")
        .selectExpr(
            "l_orderkey",
            "l_partkey",
            "l_suppkey",
            "l_linenumber",
            "l_quantity",
            "l_extendedprice",
            "l_discount",
            "l_tax",
            "if(l_receiptdate > DATE'1995-06-17', 'N', "
                + oneOf("flag", "'R', 'A'")
                + ") AS l_returnflag",
            "l_linestatus",
            "l_shipdate",
            "l_commitdate",
            "l_receiptdate",
            oneOf("instruct", "'DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'")
                + " AS l_shipinstruct",
            oneOf("mode", "'REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB'")
                + " AS l_shipmode",
            "substr(translate(sha2(string(id), 256), '0123456789', 'ghi klmn p'), 1, int(10 + "
                + random(34, "comment")
                + ")) AS l_comment");
  }

  /** A whole number from 0 to below the bound, which follows from the row and the name alone. */
  private static String random(int bound, String name) {
    return "pmod(xxhash64(id, '" + name + "'), " + bound + ")";
  }

  private static String oneOf(String name, String values) {
    int count = values.split(",", -1).length;
    return "element_at(array(" + values + "), int(1 + " + random(count, name) + "))";
  }

  private static String decimal(String expression) {
    return "CAST(" + expression + " AS DECIMAL(15, 2))";
  }
}
