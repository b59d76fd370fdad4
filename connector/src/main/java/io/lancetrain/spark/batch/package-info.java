/**
 * Spark's rows into the vectors of Arrow batches, one writer for each layout; the batches' size and
 * memory, and their hand-over to a reader on another thread. May use {@code type} and below.
 */
package io.lancetrain.spark.batch;
