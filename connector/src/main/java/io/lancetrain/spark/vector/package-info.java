/**
 * Spark's column vectors over Arrow's memory, read in place: one class for each layout. May use
 * {@code type} and below.
 */
package io.lancetrain.spark.vector;
