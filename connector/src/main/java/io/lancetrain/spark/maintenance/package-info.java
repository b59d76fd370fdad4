/**
 * What changes a table without writing rows: history, tags, restore. Each operation returns a
 * record of what it did. May use {@code dataset} and below.
 */
package io.lancetrain.spark.maintenance;
