package io.lancetrain.spark.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Raw images, and the labels that belong to them.
 *
 * @param images a directory or glob of image files
 * @param side the embedding has side x side values, see {@link GreyImage#thumbnail}
 */
record LabelledImages(String images, int side) {
  private static final int BUCKETS = 10_000;

  /**
   * A row for each file: {@code path}, {@code file} (its name without the directory) and {@code
   * image} (binary, the file as it is). The files are read when an action runs.
   */
  Dataset<Row> files(SparkSession spark) {
    return spark
        .read()
        .format("binaryFile")
        .load(images)
        .select(
            col("path"),
            substring_index(col("path"), "/", -1).as("file"),
            col("content").as("image"));
  }

  /**
   * The files that have a label: {@code id} (long), {@code file}, {@code label} (int), {@code
   * image} and {@code embedding} (array of float). Only these are decoded, so that a file without a
   * label may be anything.
   *
   * @param files see {@link #files}
   * @param labels a CSV file with the header {@code id,file,label}
   */
  Dataset<Row> labelled(Dataset<Row> files, String labels) {
    Dataset<Row> known =
        files
            .sparkSession()
            .read()
            .option("header", true)
            .option("mode", "FAILFAST")
            .schema("id LONG, file STRING, label INT")
            .csv(labels)
            .where(col("label").isNotNull());
    return files
        .join(known, "file")
        .select(
            col("id"),
            col("file"),
            col("label"),
            col("image"),
            embedding(side).apply(col("image"), col("path")).as("embedding"));
  }

  /** The length of the embedding. */
  int dimension() {
    return side * side;
  }

  /**
   * Which rows belong to the test table: about this share, and the same files in every run.
   *
   * @param fraction from 0 to 1
   */
  static Column inTest(double fraction) {
    return pmod(xxhash64(col("file")), lit(BUCKETS)).lt(lit(Math.round(fraction * BUCKETS)));
  }

  private static UserDefinedFunction embedding(int side) {
    UDF2<byte[], String, float[]> decode = (content, path) -> decoded(content, path, side);
    return udf(decode, DataTypes.createArrayType(DataTypes.FloatType, false));
  }

  private static float[] decoded(byte[] content, String path, int side) {
    Optional<float[]> embedding;
    try {
      embedding = GreyImage.thumbnail(content, side);
    } catch (IOException | RuntimeException damage) {
      IllegalArgumentException failure =
          new IllegalArgumentException(
              "Cannot decode " + path + ": it is damaged or cut short (" + damage + ").");
      failure.addSuppressed(damage);
      throw failure;
    }
    return embedding.orElseThrow(
        () ->
            new IllegalArgumentException(
                "Cannot decode "
                    + path
                    + ": it is not an image that Java reads (PNG, JPEG, GIF, BMP)."));
  }
}
