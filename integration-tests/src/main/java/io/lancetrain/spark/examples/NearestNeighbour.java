package io.lancetrain.spark.examples;

import static org.apache.spark.sql.functions.broadcast;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Classifies a row by the label of its nearest neighbour: the training row whose embedding has the
 * smallest squared distance. Both tables have the columns {@code id}, {@code label} and {@code
 * embedding}.
 *
 * @param dimension the length of the embeddings
 */
record NearestNeighbour(Dataset<Row> training, Dataset<Row> test, int dimension) {

  /** The share of the test rows that get their own label, from 0 to 1. */
  double accuracy(SparkSession spark) {
    // The training rows go to every core, and each core takes its share of the test rows.
    broadcast(training.select("label", "embedding")).createOrReplaceTempView("training");
    test.select("id", "label", "embedding")
        .repartition(spark.sparkContext().defaultParallelism())
        .createOrReplaceTempView("test");
    return spark
        .sql(
            """
            WITH pairs AS (
              SELECT test.id, test.label, training.label AS neighbour, %s AS distance
              FROM test CROSS JOIN training
            ), classified AS (
              SELECT id, first(label) AS label, min_by(neighbour, distance) AS predicted
              FROM pairs GROUP BY id
            )
            SELECT avg(IF(predicted = label, 1.0D, 0.0D)) FROM classified
            """
                .formatted(squaredDistance("test.embedding", "training.embedding")))
        .head()
        .getDouble(0);
  }

  /** One term for each dimension: Spark compiles this, and would interpret a lambda function. */
  private String squaredDistance(String left, String right) {
    return IntStream.range(0, dimension)
        .mapToObj(i -> "(%1$s[%3$d] - %2$s[%3$d])".formatted(left, right, i))
        .map(difference -> difference + " * " + difference)
        .collect(Collectors.joining(" + "));
  }
}
