/**
 * From Spark's rows to one committed version: the write builder, Arrow batches, and what tasks hand
 * to the driver. May use {@code dataset} and below.
 */
package io.lancetrain.spark.write;
