package io.lancetrain.spark.credentials;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.maintenance.Removal;
import java.time.Duration;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a table so slowly, and reads it so slowly, that credentials expire several times in each
 * task. Arguments: the table, how many milliseconds a task takes at least to write and to read, and
 * {@link #LIST} or another word.
 */
public final class RenewalProgram {
  /** Has the files of the table listed afterwards, by S3A. */
  static final String LIST = "list";

  private static final Duration DAY = Duration.ofDays(1);

  /** Text that no encoding makes small enough to be read all at once. */
  private static final String TWELVE_KILOBYTES =
      "array_join(transform(sequence(1, 190), n -> sha2(concat(id, '-', n), 256)), '')";

  private static final int TASKS = 2;
  private static final int ROWS_OF_TASK = 1_000;

  private RenewalProgram() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    String table = arguments[0];
    long pause = Long.parseLong(arguments[1]) / ROWS_OF_TASK;
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      slowly(spark.range(0, TASKS * ROWS_OF_TASK, 1, TASKS).toDF(), pause)
          .selectExpr("id", TWELVE_KILOBYTES + " as text")
          .write()
          .format("lance")
          .option("maxRowsPerFile", 100)
          .option("batchBytes", "256k")
          .save(table);
      System.out.println("written by " + System.currentTimeMillis());

      Dataset<Row> read =
          spark
              .read()
              .format("lance")
              .option("batchBytes", "256k")
              .option("readAheadBytes", "512k")
              .load(table);
      List<Row> sums =
          slowly(read.selectExpr("id + length(text) * 0 as id"), pause)
              .selectExpr("count(*)", "sum(id)", "count(distinct id)")
              .collectAsList();
      System.out.println("read " + sums.get(0) + " by " + System.currentTimeMillis());

      // The driver's own handle is older than its credentials now.
      spark
          .range(5)
          .selectExpr("id", "'' as text")
          .write()
          .format("lance")
          .mode("append")
          .save(table);
      System.out.println("count " + spark.read().format("lance").load(table).count());
      if (arguments[2].equals(LIST)) {
        System.out.println(
            "orphans "
                + LanceTables.forPath(spark, table).removeOrphans(DAY, Removal.DRY_RUN).count());
      }
    }
  }

  private static Dataset<Row> slowly(Dataset<Row> rows, long pause) {
    MapFunction<Row, Long> slow =
        row -> {
          Thread.sleep(pause);
          return row.getLong(0);
        };
    return rows.map(slow, Encoders.LONG()).toDF("id");
  }
}
