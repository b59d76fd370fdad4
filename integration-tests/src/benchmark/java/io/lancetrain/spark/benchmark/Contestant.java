package io.lancetrain.spark.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Who reads and writes the tables, each in a JVM of its own. */
enum Contestant {
  PARQUET("Spark's Parquet") {
    @Override
    Engine engine(Store store) {
      return new SparkEngine(
          "parquet", store::parquet, store::parquet, store.sparkSettings(), this);
    }
  },
  EXISTING("lance-spark " + System.getProperty("benchmark.existing.version")) {
    @Override
    Engine engine(Store store) {
      return existingConnector(store, this);
    }

    @Override
    String classPath() {
      return existingClassPath();
    }
  },
  EXISTING_QUEUED(EXISTING.title + ", queued") {
    @Override
    Engine engine(Store store) {
      return existingConnector(store, this);
    }

    @Override
    String classPath() {
      return existingClassPath();
    }

    @Override
    Map<String, String> writeOptions(BenchmarkWrite write) {
      return Map.of("use_queued_write_buffer", "true");
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
      return new SparkEngine("lance", store::lance, store::parquet, store.sparkSettings(), this);
    }

    @Override
    Map<String, String> writeOptions(BenchmarkWrite write) {
      return vectors(write);
    }
  },
  PARQUET_SHUFFLED("Spark's Parquet, ordered by rand()") {
    @Override
    Engine engine(Store store) {
      return new SparkEngine(
          "parquet", store::parquet, store::parquet, store.sparkSettings(), this);
    }

    @Override
    Dataset<Row> arranged(Dataset<Row> rows) {
      return rows.orderBy(functions.rand());
    }
  },
  OURS_LAID_OUT("Lancetrain, training layout") {
    @Override
    Engine engine(Store store) {
      return new SparkEngine("lance", store::lance, store::parquet, store.sparkSettings(), this);
    }

    @Override
    Map<String, String> writeOptions(BenchmarkWrite write) {
      Map<String, String> options = new HashMap<>(vectors(write));
      options.put("training.shards", "4");
      options.put("training.remainder", "fail");
      return options;
    }
  };

  /** Who reads tables; a buffer for writing makes no difference to that. */
  static final Set<Contestant> READERS = EnumSet.of(PARQUET, EXISTING, NATIVE, OURS);

  /** Who writes rows as they come. */
  static final Set<Contestant> WRITERS =
      EnumSet.of(PARQUET, EXISTING, EXISTING_QUEUED, NATIVE, OURS);

  /** How many cores a contestant may use. */
  static final int CORES = 2;

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  /** Made in the contestant's own JVM. */
  abstract Engine engine(Store store);

  private static Engine existingConnector(Store store, Contestant contestant) {
    Map<String, String> settings = new HashMap<>();
    store
        .lanceOptions()
        .forEach(
            (name, value) ->
                settings.put("spark.sql.catalog.lance_default.storage." + name, value));
    return new SparkEngine("lance", store::lance, store::parquet, settings, contestant);
  }

  /** Without the connector, whose classes have the same names. */
  private static String existingClassPath() {
    Path file = Path.of(System.getProperty("benchmark.existing.classPathFile"));
    try {
      return System.getProperty("benchmark.classes") + ":" + Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a table is called that it writes. */
  String written(BenchmarkWrite write) {
    return "written/" + fileName() + "-" + write.table();
  }

  private static Map<String, String> vectors(BenchmarkWrite write) {
    return write.vectors().isEmpty()
        ? Map.of()
        : Map.of(
            "vectors",
            write.vectors().entrySet().stream()
                .map(vector -> vector.getKey() + ":" + vector.getValue())
                .collect(Collectors.joining(",")));
  }

  /** What it does to the rows before it writes them. */
  Dataset<Row> arranged(Dataset<Row> rows) {
    return rows;
  }

  /** The options with which it writes. */
  Map<String, String> writeOptions(BenchmarkWrite write) {
    return Map.of();
  }

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
