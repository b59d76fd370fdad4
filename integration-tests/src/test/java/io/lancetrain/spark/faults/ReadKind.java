package io.lancetrain.spark.faults;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.maintenance.Removal;
import io.lancetrain.spark.maintenance.Retention;
import io.lancetrain.spark.maintenance.RunningJobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** What the fault tests read of a table of two versions, and what comes out where nothing fails. */
enum ReadKind {
  SCAN(ids(ReadKind.END)) {
    @Override
    Object of(SparkSession spark, FaultyTable table, Map<String, String> options) {
      return ids(load(spark, table, options));
    }
  },
  SCAN_OF_A_TAG(ids(ReadKind.SECOND)) {
    @Override
    Object of(SparkSession spark, FaultyTable table, Map<String, String> options) {
      return ids(
          spark.read().format("lance").options(options).option("tag", "first").load(uri(table)));
    }
  },
  COUNT(ReadKind.END - 100) {
    @Override
    Object of(SparkSession spark, FaultyTable table, Map<String, String> options) {
      return load(spark, table, options).where("id >= 100").count();
    }
  },
  HISTORY(List.of(2L, 1L)) {
    @Override
    Object of(SparkSession spark, FaultyTable table, Map<String, String> options) {
      return tables(spark, table, options).history().collectAsList().stream()
          .map(version -> version.getLong(0))
          .toList();
    }
  },
  VACUUM(List.of()) {
    @Override
    Object of(SparkSession spark, FaultyTable table, Map<String, String> options) {
      return tables(spark, table, options)
          .vacuum(Retention.ofNewest(1), Removal.DRY_RUN)
          .versions();
    }
  },
  ORPHANS(List.of("data/orphan.lance")) {
    @Override
    Object of(SparkSession spark, FaultyTable table, Map<String, String> options) {
      return tables(spark, table, options)
          .removeOrphans(Duration.ZERO, Removal.DRY_RUN, RunningJobs.NONE)
          .collectAsList()
          .stream()
          .map(file -> file.getString(0))
          .toList();
    }
  };

  /** The ids of the first version are those below this. */
  static final long SECOND = 20_000;

  static final long END = 20_010;

  private final Object right;

  ReadKind(Object right) {
    this.right = right;
  }

  /** Reads; gives values that can be compared. */
  abstract Object of(SparkSession spark, FaultyTable table, Map<String, String> options);

  /** What is right, by how the table was made. */
  Object right() {
    return right;
  }

  /** Makes the table; each row has the hash of its id, so that no page is like another. */
  static void write(SparkSession spark, FaultyTable table, Map<String, String> options) {
    rows(spark.range(0, SECOND, 1, 4)).write().format("lance").options(options).save(table.uri());
    rows(spark.range(SECOND, END, 1, 1))
        .write()
        .format("lance")
        .options(options)
        .mode("append")
        .save(table.uri());
    tables(spark, table, options).tag("first", 1);
  }

  private static Dataset<Row> rows(Dataset<Long> ids) {
    return ids.select(functions.col("id"), hash());
  }

  private static org.apache.spark.sql.Column hash() {
    return functions.expr("unhex(sha2(cast(id as string), 256)) as hash");
  }

  private static Dataset<Row> load(
      SparkSession spark, FaultyTable table, Map<String, String> options) {
    return spark.read().format("lance").options(options).load(table.uri());
  }

  /** The ids of rows whose hashes are right; another value stands for any other row. */
  private static List<Long> ids(Dataset<Row> rows) {
    return rows
        .select(
            functions
                .when(functions.col("hash").equalTo(hash()), functions.col("id"))
                .otherwise(functions.lit(-1L)))
        .collectAsList()
        .stream()
        .map(row -> row.getLong(0))
        .sorted()
        .toList();
  }

  private static List<Long> ids(long end) {
    return LongStream.range(0, end).boxed().toList();
  }

  private static String uri(FaultyTable table) {
    return table.uri();
  }

  private static LanceTables tables(
      SparkSession spark, FaultyTable table, Map<String, String> options) {
    return LanceTables.forPath(spark, table.uri(), options);
  }
}
