package io.lancetrain.spark.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Raw images, decoded, and the labels that belong to them.
 *
 * @param images a directory or glob of image files
 * @param side the embedding has side x side values, see {@link GreyImage#thumbnail}
 */
record LabelledImages(String images, int side) {
  private static final int BUCKETS = 10_000;

  /**
   * A row for each file: {@code file} (its name without the directory), {@code image} (binary, the
   * file as it is) and {@code embedding} (array of float). The files are read when an action runs.
   */
  Dataset<Row> decoded(SparkSession spark) {
    return spark
        .read()
        .format("binaryFile")
        .load(images)
        .select(
            substring_index(col("path"), "/", -1).as("file"),
            col("content").as("image"),
            embedding(side).apply(col("content"), col("path")).as("embedding"));
  }

  /**
   * The decoded images that have a label, with two columns more: {@code id} (long) and {@code
   * label} (int).
   *
   * @param labels a CSV file with the header {@code id,file,label}
   */
  static Dataset<Row> join(Dataset<Row> decoded, String labels) {
    Dataset<Row> labelled =
        decoded
            .sparkSession()
            .read()
            .option("header", true)
            .option("mode", "FAILFAST")
            .schema("id LONG, file STRING, label INT")
            .csv(labels)
            .where(col("label").isNotNull());
    return decoded.join(labelled, "file").select("id", "file", "label", "image", "embedding");
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
    UDF2<byte[], String, float[]> decode =
        (content, path) ->
            GreyImage.thumbnail(content, side)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "Cannot decode "
                                + path
                                + ": it is not an image that Java reads (PNG, JPEG, GIF, BMP)."));
    return udf(decode, DataTypes.createArrayType(DataTypes.FloatType, false));
  }
}
