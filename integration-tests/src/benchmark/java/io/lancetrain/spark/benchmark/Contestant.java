package io.lancetrain.spark.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Who reads the tables, each in a JVM of its own. */
enum Contestant {
  PARQUET("Spark's Parquet") {
    @Override
    Engine engine(Store store) {
      return new SparkEngine("parquet", store::parquet, store.sparkSettings());
    }
  },
  EXISTING("lance-spark " + System.getProperty("benchmark.existing.version")) {
    @Override
    Engine engine(Store store) {
      Map<String, String> settings = new HashMap<>();
      store
          .lanceOptions()
          .forEach(
              (name, value) ->
                  settings.put("spark.sql.catalog.lance_default.storage." + name, value));
      return new SparkEngine("lance", store::lance, settings);
    }

    /** Without the connector, whose classes have the same names. */
    @Override
    String classPath() {
      Path file = Path.of(System.getProperty("benchmark.existing.classPathFile"));
      try {
        return System.getProperty("benchmark.classes") + ":" + Files.readString(file).strip();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  NATIVE("plain lance-core") {
    @Override
    Engine engine(Store store) {
      return new NativeEngine(store);
    }
  },
  OURS("Lancetrain") {
    @Override
    Engine engine(Store store) {
      return new SparkEngine("lance", store::lance, store.sparkSettings());
    }
  };

  /** How many cores a contestant may use. */
  static final int CORES = 2;

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  /** Made in the contestant's own JVM. */
  abstract Engine engine(Store store);

  String title() {
    return title;
  }

  /** What files about it are called. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String classPath() {
    return System.getProperty("java.class.path");
  }

  /** Whether it runs queries, and not only scans. */
  boolean runsQueries() {
    return this != NATIVE;
  }

  /** Whether it can take part in a query. */
  boolean enters(BenchmarkQuery query) {
    return runsQueries() || !query.scanned().isEmpty();
  }
}
