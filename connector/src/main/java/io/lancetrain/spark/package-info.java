/**
 * What users name: the format {@code lance}, the path catalog, and the Java API {@link
 * io.lancetrain.spark.LanceTables}. May use every package below; nothing below uses it.
 */
package io.lancetrain.spark;
