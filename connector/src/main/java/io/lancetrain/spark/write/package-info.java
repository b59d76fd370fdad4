/**
 * From Spark's rows to one committed version: the write builder, which rows are replaced, what
 * tasks hand to the driver, and the removal of what did not come to a commit; and columns that are
 * added beside the fragments of a table ({@code AddColumns…}, {@code ColumnFile…}). May use {@code
 * predicate}, {@code dataset} and below.
 */
package io.lancetrain.spark.write;
