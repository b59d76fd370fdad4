/**
 * Writes of rows: the write builder, what a write does to the table and which rows it replaces, how
 * the rows are distributed, and what is looked at in them. May use {@code job}, {@code predicate}
 * and below.
 */
package io.lancetrain.spark.write;
