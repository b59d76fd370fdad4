/**
 * From a table version to Spark's columnar batches: the scan builder, the planning of fragments
 * into partitions, and the columnar reader. May use {@code vector}, {@code dataset} and below.
 */
package io.lancetrain.spark.read;
