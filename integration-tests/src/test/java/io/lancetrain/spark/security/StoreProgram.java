package io.lancetrain.spark.security;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.PathCatalog;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Writes, reads and tags a table, with the options NAME=VALUE that follow the table's URI. */
final class StoreProgram {
  private StoreProgram() {}

  public static void main(String[] arguments) throws Exception {
    String table = arguments[0];
    Map<String, String> options = new HashMap<>();
    for (int index = 1; index < arguments.length; index++) {
      String[] option = arguments[index].split("=", 2);
      options.put(option[0], option[1]);
    }
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.catalog.lance", PathCatalog.class.getName())
            .getOrCreate()) {
      spark.range(5).write().format("lance").options(options).save(table);
      LanceTables.forPath(spark, table, options).tag("first", 1);
      options.put("tag", "first");
      System.out.println(
          "rows: " + spark.read().format("lance").options(options).load(table).count());
    }
  }
}
