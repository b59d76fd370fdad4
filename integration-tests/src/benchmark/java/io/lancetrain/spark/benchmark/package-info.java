/**
 * Measures the connector beside Spark's Parquet, the existing connector and lance-core alone.
 *
 * <p>{@link io.lancetrain.spark.benchmark.Benchmarks} writes the tables once and starts a JVM for
 * each {@link io.lancetrain.spark.benchmark.Contestant}; a {@link
 * io.lancetrain.spark.benchmark.Race} asks them in turn; each {@link
 * io.lancetrain.spark.benchmark.Section} makes a part of the report. This is no part of {@code mvn
 * verify}: see {@code connector/docs/performance.md}.
 */
package io.lancetrain.spark.benchmark;
