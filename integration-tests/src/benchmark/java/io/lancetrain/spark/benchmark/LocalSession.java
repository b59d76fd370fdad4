package io.lancetrain.spark.benchmark;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The Spark session of every contestant: all cores of a contestant, and Spark's defaults. */
final class LocalSession {
  private LocalSession() {}

  static SparkSession start(Map<String, String> settings) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("Lancetrain benchmarks")
            .master("local[" + Contestant.CORES + "]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", Contestant.CORES);
    settings.forEach(builder::config);
    return builder.getOrCreate();
  }
}
