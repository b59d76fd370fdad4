/**
 * Programs that show the connector at work: the quick start, and a job for {@code spark-submit}.
 * They use what any user has: Spark, {@code format("lance")} and {@link
 * io.lancetrain.spark.LanceTables}.
 */
package io.lancetrain.spark.examples;
