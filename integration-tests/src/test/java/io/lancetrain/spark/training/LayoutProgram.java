package io.lancetrain.spark.training;

import java.util.zip.CRC32;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Lays a Parquet folder out in a Spark of its own, after a shuffle, and prints what came of it. */
public final class LayoutProgram {
  private LayoutProgram() {}

  /** Arguments: the master, the folder, the table. */
  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark =
        SparkSession.builder()
            .master(arguments[0])
            .config("spark.ui.enabled", false)
            .config("spark.sql.files.maxPartitionBytes", "64k")
            .getOrCreate()) {
      Dataset<Row> rows = spark.read().parquet(arguments[1]);
      Dataset<Row> joined = rows.join(rows.groupBy("label").count(), "label");
      joined
          .write()
          .format("lance")
          .option("training.shards", 4)
          .option("training.batchSize", 16)
          .option("training.fragmentsPerShard", 2)
          .option("training.stratifyBy", "label")
          .save(arguments[2]);
      CRC32 checksum = new CRC32();
      Fragments.of(spark, arguments[2], "id")
          .forEach(fragment -> checksum.update(fragment.toString().getBytes()));
      System.out.println("fragments " + checksum.getValue());
    }
  }
}
