/**
 * From a table version to Spark's columnar batches: the scan builder, the planning of fragments
 * into partitions, the columnar reader, and column vectors over Arrow's memory. May use {@code
 * dataset} and below.
 */
package io.lancetrain.spark.read;
