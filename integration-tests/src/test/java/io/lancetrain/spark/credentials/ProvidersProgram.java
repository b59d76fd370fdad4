package io.lancetrain.spark.credentials;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.maintenance.Removal;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * For each bucket that is named by an argument: writes Parquet and a Lance table into it, appends,
 * reads both back, and lists the table's files, with nothing set but {@code fs.s3a.*}.
 */
public final class ProvidersProgram {
  private ProvidersProgram() {}

  /** Runs the program. */
  public static void main(String[] buckets) throws Exception {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      for (String bucket : buckets) {
        Dataset<Row> rows = spark.range(0, 100, 1, 2).selectExpr("id", "id * id as square");
        String parquet = "s3a://" + bucket + "/rows.parquet";
        String lance = "s3a://" + bucket + "/rows.lance";
        rows.write().parquet(parquet);
        rows.write().format("lance").save(lance);
        rows.write().mode("append").parquet(parquet);
        rows.write().format("lance").mode("append").save(lance);
        List<Row> expected = spark.read().parquet(parquet).sort("id").collectAsList();
        List<Row> found = spark.read().format("lance").load(lance).sort("id").collectAsList();
        LanceTables.forPath(spark, lance)
            .removeOrphans(Duration.ofDays(1), Removal.DRY_RUN)
            .count();
        System.out.println(
            bucket + (found.equals(expected) ? " has " : " differs ") + found.size() + " rows");
      }
    }
  }
}
