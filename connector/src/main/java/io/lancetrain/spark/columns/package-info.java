/**
 * Columns that are added beside the fragments of a table: the rows come by their addresses, and one
 * commit names the new files. May use {@code job} and below.
 */
package io.lancetrain.spark.columns;
