package io.lancetrain.spark.benchmark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.udf;

import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rows of a table of images: id, label (0 to 9), caption (about 40 characters), embedding (256
 * random floats), image (6 to 18 KB of random bytes).
 */
final class ImageRows {
  static final int DIMENSION = 256;

  private static final int SMALLEST_IMAGE = 6_000;
  private static final int LARGEST_IMAGE = 18_000;
  private static final long EMBEDDING_SEED = 256;
  private static final long IMAGE_SEED = 750;

  private ImageRows() {}

  static long count(double scale) {
    return Math.round(60_000 * scale);
  }

  static Dataset<Row> create(SparkSession spark, long rows, int partitions) {
    return spark
        .range(0, rows, 1, partitions)
        .select(
            col("id"),
            expr("int(pmod(xxhash64(id, 'label'), 10))").as("label"),
            expr("concat('picture ', id, ' of ', substr(sha2(string(id), 256), 1, 24))")
                .as("caption"),
            udf(
                    (UDF1<Long, float[]>) ImageRows::embedding,
                    DataTypes.createArrayType(DataTypes.FloatType, false))
                .apply(col("id"))
                .as("embedding"),
            udf((UDF1<Long, byte[]>) ImageRows::image, DataTypes.BinaryType)
                .apply(col("id"))
                .as("image"));
  }

  private static float[] embedding(long id) {
    SplittableRandom random = new SplittableRandom(EMBEDDING_SEED + id);
    float[] embedding = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      embedding[i] = (float) random.nextDouble(-1, 1);
    }
    return embedding;
  }

  private static byte[] image(long id) {
    SplittableRandom random = new SplittableRandom(IMAGE_SEED + id);
    byte[] image = new byte[random.nextInt(SMALLEST_IMAGE, LARGEST_IMAGE)];
    random.nextBytes(image);
    return image;
  }
}
