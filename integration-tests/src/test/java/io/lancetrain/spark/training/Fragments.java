package io.lancetrain.spark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A column of a table, fragment by fragment, in the order of the rows. */
final class Fragments {
  private Fragments() {}

  /** The values of a column by the fragment's place in the table. */
  static List<List<Object>> of(SparkSession spark, String uri, String column) {
    Map<Long, List<Object>> byFragment = new TreeMap<>();
    List<Row> rows =
        spark
            .read()
            .format("lance")
            .load(uri)
            .selectExpr("_rowaddr", column)
            .orderBy("_rowaddr")
            .collectAsList();
    for (Row row : rows) {
      byFragment.computeIfAbsent(row.getLong(0) >>> 32, first -> new ArrayList<>()).add(row.get(1));
    }
    return List.copyOf(byFragment.values());
  }
}
